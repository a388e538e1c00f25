import type { FileProblem } from '#shared/files/attachment.ts';
import { officeDocument, openDocument, pictureOf, type TestPart, zipOf } from '../files/test-documents.ts';

/** A file of the corpus: what becomes of it once its bytes are here. `name` of no known type: the mutation is refused. */
export type CorpusFile = readonly [
  name: string,
  bytes: Buffer,
  outcome: 'stored' | FileProblem | 'not_attached',
];

const html = '<!doctype html><script>alert(1)</script>';
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(64)]);
/** The harmless string scanners agree to call infected; put together here, so that none removes this file. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!', '$H+H*'].join('');
const part = (name: string, content: string | Buffer = 'x', more: Partial<TestPart> = {}): TestPart => ({
  name,
  content,
  ...more,
});
const docx = (...more: TestPart[]) => officeDocument('docx', more);
const macroType = 'application/vnd.ms-word.document.macroEnabled.main+xml';

/** Forty files as people, and others, attach them. */
export const corpus: readonly CorpusFile[] = [
  ['foto.jpg', pictureOf('jpg'), 'stored'],
  ['FOTO.JPEG', pictureOf('jpg'), 'stored'],
  ['layar.png', pictureOf('png'), 'stored'],
  ['gambar.webp', pictureOf('webp'), 'stored'],
  ['surat.pdf', Buffer.from('%PDF-1.7\n1 0 obj'), 'stored'],
  ['surat.docx', docx(), 'stored'],
  ['daftar.xlsx', officeDocument('xlsx'), 'stored'],
  ['paparan.pptx', officeDocument('pptx'), 'stored'],
  ['surat.odt', openDocument('text'), 'stored'],
  ['daftar.ods', openDocument('spreadsheet'), 'stored'],
  ['catatan.txt', Buffer.from('Pencetak mati sejak pukul 08.00 – mohon bantuan.'), 'stored'],
  ['server.log', Buffer.from('ERR 500\r\n\tat x'), 'stored'],
  // Both are what they claim to be, too: they are only ever downloaded, under that type.
  ['poliglot.jpg', pictureOf('jpg', html), 'stored'],
  ['poliglot.pdf', Buffer.concat([Buffer.from('%PDF-1.4\n'), zipOf([part('a')])]), 'stored'],
  ['laporan.exe.png', pictureOf('png'), 'stored'],
  ['halaman.txt', Buffer.from(html), 'stored'],
  ['eicar.txt', Buffer.from(eicar), 'infected'],
  ['eicar.pdf', Buffer.from(`%PDF-1.4\n${eicar}`), 'infected'],
  ['html.png', Buffer.from(html), 'type'],
  ['svg.png', Buffer.from(svg), 'type'],
  ['program.pdf', program, 'type'],
  ['png.jpg', pictureOf('png'), 'type'],
  ['biner.txt', Buffer.from([0x41, 0x00, 0x42]), 'type'],
  ['latin.txt', Buffer.from([0x41, 0xe9]), 'type'],
  ['zip.docx', zipOf([part('a.txt')]), 'type'],
  ['lembar.docx', officeDocument('xlsx'), 'type'],
  ['teks.ods', openDocument('text'), 'type'],
  ['pdf.docx', Buffer.from('%PDF-1.7'), 'type'],
  ['makro.docx', docx(part('word/vbaProject.bin')), 'macro'],
  ['makro-jenis.docx', officeDocument('docx', [], macroType), 'macro'],
  ['activex.xlsx', officeDocument('xlsx', [part('xl/activeX/activeX1.xml')]), 'macro'],
  ['makro.odt', openDocument('text', [part('Basic/Standard/Module1.xml')]), 'macro'],
  ['bom.docx', docx(part('word/media/nol.bin', Buffer.alloc(20_000_000))), 'bomb'],
  ['bom-bohong.docx', docx(part('word/media/nol.bin', Buffer.alloc(2_000_000), { claimed: 10 })), 'bomb'],
  ['terpotong.docx', docx().subarray(0, 120), 'damaged'],
  ['sandi.docx', docx(part('word/rahasia.xml', 'x', { isEncrypted: true })), 'damaged'],
  ['gambar.svg', Buffer.from(svg), 'not_attached'],
  ['makro.docm', docx(), 'not_attached'],
  ['\u202egnp.exe', program, 'not_attached'],
  ['foto.png.html', Buffer.from(html), 'not_attached'],
];

export const eicarMark = Buffer.from(eicar);
