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
  lock: {
    title: 'Layar terkunci',
    password:
      'Perangkat ini sudah lebih dari 72 jam tidak terhubung dengan server. Masukkan kata sandi Anda untuk melanjutkan, dengan atau tanpa jaringan.',
    account_disabled:
      'Server menyatakan akun Anda dinonaktifkan. Hubungi administrator; setelah akun diaktifkan kembali, masuk di sini saat terhubung dengan server.',
    unsent_one: '{{count}} perubahan yang belum terkirim dan semua draf tetap tersimpan di perangkat ini.',
    unsent_other: '{{count}} perubahan yang belum terkirim dan semua draf tetap tersimpan di perangkat ini.',
    safe: 'Semua pekerjaan dan draf Anda tetap tersimpan di perangkat ini.',
    wrong: 'Kata sandi salah. Periksa huruf besar dan kecil, lalu coba lagi.',
    open: 'Buka',
    other: 'Masuk sebagai pengguna lain',
  },
  newPassword: {
    title: 'Ganti kata sandi',
    why: 'Kata sandi Anda yang sekarang dibuatkan administrator. Pilih kata sandi yang hanya Anda ketahui.',
    present: 'Kata sandi sekarang',
    next: 'Kata sandi baru',
    again: 'Kata sandi baru, sekali lagi',
    rule: 'Paling sedikit {{count}} huruf, angka, atau tanda; tanpa nama pengguna Anda.',
    save: 'Simpan kata sandi baru',
    later: 'Lanjutkan tanpa jaringan, ganti nanti',
    problem: {
      missing: 'Isi bagian ini.',
      different: 'Berbeda dengan kata sandi baru. Tulis kata sandi yang sama.',
      wrong: 'Kata sandi sekarang salah. Periksa huruf besar dan kecil, lalu coba lagi.',
      too_short: 'Terlalu pendek. Tulis paling sedikit {{count}} huruf, angka, atau tanda.',
      contains_username: 'Memuat nama pengguna Anda. Pilih kata sandi lain.',
      unchanged: 'Sama dengan kata sandi sekarang. Pilih kata sandi lain.',
    },
    failure: {
      offline:
        'Server tidak terjangkau, jadi kata sandi belum diganti. Coba lagi saat terhubung, atau lanjutkan bekerja dahulu.',
      too_many_requests: 'Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi.',
      signed_out: 'Sesi Anda sudah berakhir. Muat ulang aplikasi, keluar, lalu masuk lagi.',
      server: 'Server sedang bermasalah. Tunggu beberapa saat, lalu coba lagi.',
    },
  },
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
    too_many_devices:
      'Akun ini sudah masuk di terlalu banyak perangkat baru dalam sehari. Masuklah di perangkat yang pernah Anda pakai, atau coba lagi besok. Bila itu bukan Anda, segera hubungi administrator.',
    no_device_codes:
      'Kode perangkat di server sudah habis, jadi perangkat baru tidak dapat ditambahkan. Masuklah di perangkat yang pernah Anda pakai, dan beri tahu administrator.',
    offline:
      'Server tidak terjangkau, dan pengguna ini belum pernah masuk di perangkat ini. Sambungkan ke jaringan untuk masuk pertama kali.',
    too_old: 'Aplikasi di perangkat ini terlalu lama. Perbarui aplikasi, lalu masuk lagi.',
    server_too_old: 'Server lebih lama daripada aplikasi ini. Minta administrator memperbarui server.',
    storage:
      'Penyimpanan di perangkat tidak dapat dibuka. Kosongkan ruang simpan atau tutup jendela lain, lalu coba lagi.',
    server: 'Server sedang bermasalah. Tunggu beberapa saat, lalu coba lagi.',
  },
};
