export default {
  title: 'Masuk ke Tanggap',
  intro: 'Meja layanan perangkat daerah',
  username: 'Nama pengguna',
  password: 'Kata sandi',
  signIn: 'Masuk',
  signingIn: 'Menghubungi server …',
  usernameMissing: 'Isi nama pengguna Anda.',
  passwordMissing: 'Isi kata sandi Anda.',
  help: 'Setelah sekali masuk, Anda dapat bekerja di perangkat ini tanpa jaringan.',
  server: {
    title: 'Alamat server',
    intro: 'Aplikasi ini perlu tahu letak server pusat. Diisi sekali saja.',
    address: 'Alamat server',
    help: 'Contoh: https://tanggap.kota.go.id. Tanyakan kepada administrator.',
    save: 'Simpan dan lanjutkan',
    malformed: 'Alamat ini tidak dapat dibaca. Tulis seperti https://tanggap.kota.go.id.',
    not_stored: 'Alamat belum dapat disimpan. Periksa penulisannya, lalu coba lagi.',
  },
  failure: {
    wrong_credentials: 'Nama pengguna atau kata sandi salah. Periksa huruf besar dan kecil, lalu coba lagi.',
    account_disabled: 'Akun Anda dinonaktifkan. Hubungi administrator untuk mengaktifkannya kembali.',
    too_many_requests: 'Terlalu banyak percobaan masuk. Tunggu 15 menit, lalu coba lagi.',
    offline:
      'Server tidak terjangkau, dan pengguna ini belum pernah masuk di perangkat ini. Sambungkan ke jaringan untuk masuk pertama kali.',
    too_old: 'Aplikasi di perangkat ini terlalu lama. Perbarui aplikasi, lalu masuk lagi.',
    server_too_old: 'Server lebih lama daripada aplikasi ini. Minta administrator memperbarui server.',
    storage:
      'Penyimpanan di perangkat tidak dapat dibuka. Kosongkan ruang simpan atau tutup jendela lain, lalu coba lagi.',
    server: 'Server sedang bermasalah. Tunggu beberapa saat, lalu coba lagi.',
  },
};
