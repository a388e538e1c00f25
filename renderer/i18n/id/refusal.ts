/** One sentence for each refusal code: what happened, and what the user can do about it. */
export default {
  unknown_mutation:
    'Server belum mengenal perubahan ini. Minta administrator memperbarui server, lalu kirim ulang.',
  invalid_arguments: 'Ada isian yang tidak dapat diterima{{where}}. Perbaiki isian itu, lalu kirim lagi.',
  ticket_not_found:
    'Tiket ini tidak ditemukan; mungkin dipindahkan ke OPD lain. Sinkronkan perangkat, lalu coba lagi.',
  ticket_exists: 'Tiket ini sudah tercatat. Buka tiket yang ada; tidak perlu mencatat lagi.',
  forbidden:
    'Peran Anda tidak berwenang untuk tindakan ini. Minta koordinator atau administrator melakukannya.',
  out_of_scope:
    'Tiket ini milik OPD di luar wilayah kerja Anda. Minta administrator menambah wilayah kerja Anda.',
  opd_unknown: 'OPD ini tidak dikenal. Sinkronkan perangkat, lalu pilih OPD dari daftar.',
  policy_unknown: 'Aturan tenggat OPD ini belum ada di perangkat. Sinkronkan perangkat, lalu coba lagi.',
  number_invalid:
    'Nomor tiket tidak sesuai dengan jenis, OPD, atau perangkat ini. Catat ulang agar nomor baru dibuat.',
  number_taken: 'Nomor tiket ini sudah dipakai tiket lain. Catat ulang agar nomor baru dibuat.',
  reported_in_future: 'Waktu lapor lebih lambat daripada sekarang. Perbaiki tanggal dan jamnya.',
  illegal_move:
    'Status tiket tidak dapat diubah dari “{{from}}” ke “{{to}}”. Buka tiket, lalu pilih tindakan yang tersedia.',
  ticket_finished:
    'Tiket sudah berakhir dengan status “{{state}}”. Buka kembali tiket dahulu, atau tulis catatan internal.',
  ticket_cancelled:
    'Tiket ini sudah dibatalkan dan tidak dapat dibuka kembali. Simpan isinya sebagai catatan, atau catat tiket baru.',
  reason_missing: 'Alasan belum diisi. Tulis alasannya, lalu simpan lagi.',
  assignee_unknown: 'Petugas yang dipilih tidak dikenal atau tidak aktif. Pilih petugas lain.',
  assignee_out_of_scope: 'Petugas {{name}} tidak bekerja untuk OPD tiket ini. Pilih petugas lain.',
  escalation_open:
    'Eskalasi tiket ini masih menunggu jawaban. Tunggu jawaban teknisi atau minta dikembalikan dahulu.',
  escalation_not_open: 'Eskalasi ini sudah dijawab atau dikembalikan. Lihat riwayat tiket.',
  not_recipient: 'Eskalasi ini ditujukan kepada petugas lain. Minta penerima atau koordinator menjawabnya.',
  form_not_found: 'Formulir ini tidak ditemukan. Sinkronkan perangkat, lalu coba lagi.',
  form_exists: 'Formulir ini sudah ada. Buka dan perbaiki formulir yang ada.',
  consent_missing:
    'Persetujuan pelapor atas data pribadinya belum dicentang. Minta persetujuan pelapor, lalu centang.',
  incomplete: 'Tiket belum lengkap: “{{field}}” belum diisi. Buka tiket, isi bagian itu, lalu tutup tiket.',
  metric_unknown: 'Tiket ini tidak mempunyai target tersebut. Buka tiket, lalu pilih target yang ada.',
  not_breached: 'Target ini tidak terlambat, jadi tidak perlu dikecualikan.',
  excuse_not_pending: 'Usulan pengecualian ini sudah diputuskan atau tidak ada. Lihat riwayat tiket.',
  step_unknown:
    'Langkah ini tidak ada dalam aturan layanan kantor. Buka tiket untuk melihat langkah yang berlaku.',
  not_due: 'Batas waktu kelengkapan belum lewat, jadi tiket tidak ditutup.',
  version_unchanged: 'Tiket ini sudah dinilai menurut versi tersebut. Pilih versi lain.',
  file_exists: 'Lampiran ini sudah ada dengan isi lain. Lampirkan berkasnya sekali lagi.',
  file_not_found: 'Lampiran ini tidak ditemukan. Sinkronkan perangkat, lalu coba lagi.',
  failed:
    'Server gagal mengolah perubahan ini; isinya tetap tersimpan di sini. Kirim ulang; bila berulang, laporkan kepada administrator.',
  where: ' pada “{{field}}”',
  field: {
    text: 'Isi tulisan',
    investigation: 'Hasil pemeriksaan',
    note: 'Catatan',
    tried: 'Yang sudah dicoba',
    symptoms: 'Gejala',
    body: 'Isi tiket',
    affected: 'Perangkat atau layanan terdampak',
    attachments: 'Berkas yang diserahkan',
    number: 'Nomor tiket',
    consent: 'Persetujuan pelapor',
    forms: 'Formulir',
    name: 'Nama berkas',
    step: 'Langkah',
    version: 'Versi aturan',
    metric: 'Target',
  },
};
