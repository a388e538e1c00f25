export default {
  title: 'Tugas saya',
  escalations: 'Eskalasi menunggu Anda',
  assigned: 'Ditugaskan kepada Anda',
  assignedEmpty: 'Tidak ada tiket terbuka lain yang ditugaskan kepada Anda.',
  empty: 'Tidak ada tugas untuk Anda saat ini.',
  emptyNext: 'Tiket yang ditugaskan dan eskalasi kepada Anda atau tim Anda akan muncul di sini.',
  due: 'tenggat {{time}}',
  from: '{{name}}, {{time}}:',
  accepted: 'Diterima {{name}}, {{time}}',
  accept: 'Terima',
  answer: 'Jawab',
  return: 'Kembalikan',
};
