export default {
  label: 'Keadaan penyimpanan di perangkat',
  dismiss: 'Tutup pemberitahuan ini',
  emptied: 'Basis data di komputer ini kosong atau tidak dapat dibaca, lalu diisi ulang dari server.',
  repulled: 'Sebagian basis data di komputer ini hilang; isinya diambil ulang dari server.',
  putBack: '{{count, number}} pekerjaan yang belum terkirim dipulihkan dari jurnal cadangan.',
  putBackFiles: '{{count, number}} berkas yang belum terkirim dipulihkan isinya dari jurnal cadangan.',
  lost: '{{count, number}} pekerjaan yang belum terkirim tidak dapat dipulihkan, karena tidak ada lagi di basis data maupun di jurnal cadangan. Periksa catatan Anda dan tulis ulang bila perlu.',
  journalDamaged:
    'Jurnal cadangan di komputer ini tidak dapat dibaca sebagian atau seluruhnya. Pekerjaan yang ada di basis data tidak terpengaruh. Laporkan kepada administrator bila pesan ini berulang.',
  mayBeEvicted:
    'Peramban ini tidak menjamin penyimpanan tetap: bila ruang komputer habis, pekerjaan yang belum terkirim dapat terhapus. Kirimkan pekerjaan sesering mungkin, atau gunakan aplikasi desktop.',
  scarce: 'Ruang simpan tinggal {{megabytes, number}} MB',
  scarceHelp:
    'Bila ruang simpan habis, perubahan tidak dapat lagi disimpan. Kosongkan ruang pada komputer ini, misalnya dengan menghapus berkas unduhan yang tidak diperlukan.',
  copyFailed: 'Cadangan tidak dapat ditulis',
  copyFailedHelp:
    'Pekerjaan Anda tersimpan di basis data, tetapi salinan kedua di jurnal cadangan gagal ditulis. Periksa ruang simpan komputer ini; salinan dilengkapi begitu jurnal dapat ditulis lagi.',
  trouble: {
    emptied: 'Basis data {{users}} di komputer ini kosong.',
    unreadable: 'Basis data {{users}} di komputer ini tidak dapat dibuka.',
    unsent:
      '{{count, number}} pekerjaan yang belum terkirim aman di jurnal cadangan dan dipulihkan saat Anda masuk.',
    files: 'Isi {{count, number}} berkas yang belum terkirim juga aman.',
    unreadableNext:
      'Tutup aplikasi, hidupkan ulang komputer, lalu buka lagi. Bila tetap tidak dapat dibuka, kosongkan basis data: isinya diambil ulang dari server saat Anda masuk. Konsep formulir yang belum dikirim ikut terhapus.',
    reset: 'Kosongkan basis data',
    resetFailed: 'Basis data belum dapat dikosongkan. Laporkan kepada administrator.',
    nothing: 'Tidak ada pekerjaan yang belum terkirim; data diambil ulang dari server saat Anda masuk.',
  },
};
