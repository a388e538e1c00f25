/** Tickets from before the device's window, which are on the server. */
export default {
  listEnd: 'Tiket yang selesai sebelum {{date}} ada di server.',
  choose: 'Muat tiket lama…',
  month: 'Bulan',
  monthHelp: 'Tiket yang terbuka pada bulan itu dimuat ke perangkat ini dan ikut tampil di daftar.',
  loadMonth: 'Muat bulan ini',
  searchTitle: 'Tidak ada yang cocok di perangkat ini.',
  searchNext:
    'Tiket yang selesai sebelum {{date}} ada di server. Cari di sana menurut nomor, judul, atau klien.',
  search: 'Cari di server',
  searchMore: 'Muat hasil berikutnya',
  ticketNext: 'Tiket yang selesai sebelum {{date}} ada di server. Muat tiket ini untuk membukanya.',
  loadTicket: 'Muat tiket ini',
  recapTitle: 'Data {{month}} tidak lengkap di perangkat ini.',
  recapNext:
    'Rekap memerlukan semua tiket bulan itu dan bulan sebelumnya. Tiket yang selesai sebelum {{date}} ada di server; muat dahulu, lalu rekap dihitung.',
  recapPulling: 'Rekap dihitung setelah pengambilan data pertama selesai.',
  recapPaper:
    'Data bulan ini tidak lengkap di perangkat, jadi tidak dicetak. Buka rekap, lalu muat tiket lama.',
  loadForRecap: 'Muat tiket lama',
  needsNetwork: 'Memerlukan jaringan: server sedang tidak terjangkau.',
  loading: 'Memuat tiket lama …',
  progress: '{{done}} dari {{total}} tiket',
  found: '{{number}} tiket dimuat.',
  foundMore: '{{number}} tiket terbaru dimuat; masih ada yang lain di server.',
  foundNone: 'Tidak ada tiket lama yang cocok di server.',
  forget: 'Hapus {{number}} tiket lama dari perangkat',
  failed: {
    offline: 'Server tidak terjangkau. Yang sudah dimuat tersimpan; coba lagi saat ada jaringan.',
    signed_out: 'Masuk kembali dahulu, lalu coba lagi.',
    storage: 'Perangkat tidak dapat menyimpannya. Periksa ruang penyimpanan, lalu coba lagi.',
    server: 'Server menolak permintaan ini. Coba lagi nanti.',
    changed: 'Data di server berubah selama pemuatan. Muat sekali lagi.',
    busy: 'Pemuatan lain sedang berjalan. Tunggu sampai selesai.',
  },
};
