export default {
  changes: '{{count, number}} perubahan',
  files: '{{count, number}} berkas',
  both: '{{changes}} dan {{files}}',
  here: 'Belum terkirim di perangkat ini: {{work}}.',
  open: 'Lihat dan simpan ke berkas',
  title: 'Pekerjaan yang belum terkirim',
  intro:
    'Pekerjaan ini tetap tersimpan di perangkat ini dan dikirim setelah pemiliknya masuk. Bila tidak dapat masuk di sini, simpan ke berkas lalu lanjutkan di komputer lain. Pekerjaan yang sama tidak terkirim dua kali.',
  hidden: 'Isi pekerjaan baru terlihat setelah {{user}} masuk.',
  latest: 'Terakhir, waktu {{zone}}',
  more: 'Dan {{count, number}} perubahan sebelumnya.',
  save: 'Simpan ke berkas',
  seal: 'Kunci dengan kata sandi',
  sealHelp: 'Berkas yang tidak dikunci dapat dibaca siapa pun yang menemukannya.',
  word: 'Kata sandi berkas',
  wordHelp: 'Sedikitnya 12 huruf. Catat di tempat aman; tanpa kata sandi ini berkas tidak dapat dibuka.',
  short: 'Sedikitnya 12 huruf.',
  saved:
    '{{name}} selesai disimpan. Di komputer lain, masuk sebagai {{user}}, buka Kurir, lalu impor di bagian “Pekerjaan yang diselamatkan”.',
  savedSome:
    '{{count, number}} berkas selesai disimpan. Bawa semuanya. Di komputer lain, masuk sebagai {{user}}, buka Kurir, lalu impor di bagian “Pekerjaan yang diselamatkan”.',
  notSaved: 'Berkas tidak disimpan. Coba lagi dan pilih tempat lain, misalnya stik USB.',
  notHere: 'Peramban ini tidak dapat membuat berkas. Pakailah aplikasi desktop, atau buka alamat https.',
  intake: {
    title: 'Pekerjaan yang diselamatkan',
    intro:
      'Berkas .pulih berisi pekerjaan Anda yang belum terkirim dari komputer lain. Setelah diimpor, isinya menunggu dikirim dari perangkat ini; yang sudah sampai di server tidak terkirim dua kali.',
    pick: 'Pilih berkas',
    look: 'Disimpan {{at}}: {{work}} belum ada di perangkat ini.',
    part: 'Berkas {{part, number}} dari {{parts, number}}. Impor semuanya.',
    otherServer: 'Berkas ini dibuat untuk alamat server lain: {{server}}. Impor hanya bila servernya sama.',
    nothing: 'Semua pekerjaan dalam berkas ini sudah ada di perangkat ini. Tidak ada yang perlu diimpor.',
    take: 'Impor {{work}}',
    done: '{{work}} diimpor dan menunggu dikirim. Yang ditolak server muncul di halaman Perlu ditinjau.',
    open: 'Buka',
    kept: 'Tidak ada yang berubah di perangkat ini.',
  },
  fault: {
    not_rescue:
      'Ini bukan berkas pekerjaan yang diselamatkan. Pilih berkas yang namanya berakhir dengan .pulih.',
    damaged: 'Berkas rusak atau terpotong. Salin ulang dari tempat asalnya, lalu coba lagi.',
    newer: 'Berkas dibuat oleh versi yang lebih baru. Perbarui aplikasi ini dahulu.',
    too_large: 'Berkas terlalu besar untuk berkas pekerjaan yang diselamatkan.',
    passphrase_needed: 'Berkas dikunci. Masukkan kata sandinya.',
    passphrase_wrong: 'Kata sandi tidak cocok dengan berkas ini.',
    other_user:
      'Berkas ini milik pengguna lain. Hanya pemiliknya yang dapat mengimpornya, setelah masuk sendiri.',
    not_here: 'Peramban ini tidak dapat memeriksa berkas. Pakailah aplikasi desktop, atau buka alamat https.',
    storage_full: 'Ruang simpan perangkat penuh. Kosongkan ruang, lalu impor berkas yang sama sekali lagi.',
    storage: 'Penyimpanan perangkat terganggu. Muat ulang aplikasi, lalu impor berkas yang sama sekali lagi.',
    unreadable: 'Berkas tidak dapat dibaca. Pasang ulang stik, lalu coba lagi.',
  },
};
