import { z } from 'zod';
import { instant, isStorableText, opdCode, rowId, typedText } from '../domain/codes.ts';

/** Types of files that may be attached, with the endings their names may have. Everything else is refused. */
export const fileEndings = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
  'application/vnd.oasis.opendocument.spreadsheet': ['ods'],
  'text/plain': ['txt', 'log'],
} as const;
export type FileType = keyof typeof fileEndings;
export const fileTypes = Object.keys(fileEndings) as [FileType, ...FileType[]];
export const fileType = z.enum(fileTypes);

/** Bytes of one file: 25 MiB. */
export const maxFileBytes = 26_214_400;
/** Files a ticket can bear, removed ones not counted. */
export const maxFilesPerTicket = 40;

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Why the server refused a file's content. Stored and sent: a code is never renamed. */
export const fileProblem = z.enum(['type', 'macro', 'bomb', 'damaged', 'infected']);
export type FileProblem = z.infer<typeof fileProblem>;

/** The ending of a name in small letters, without the dot; empty where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** The type a name's ending stands for; undefined where such files are not taken. */
export function typeOfName(name: string): FileType | undefined {
  const ending = endingOf(name);
  return fileTypes.find((type) => (fileEndings[type] as readonly string[]).includes(ending));
}

/** Controls, separators of paths, and marks nobody sees, such as those that turn the writing (`exe.gpj` shown as `jpg.exe`). */
const unwanted = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\:*?"<>|]/u;
const everyUnwanted = new RegExp(unwanted.source, 'gu');

/** What Windows takes for a device, whatever ending it has. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** True for a name that says what it is: no path, no hidden direction, nothing a file system reads as a command. */
export function isPlainFileName(name: string): boolean {
  return (
    name.trim() === name &&
    !name.startsWith('.') &&
    !name.endsWith('.') &&
    !unwanted.test(name) &&
    !device.test(name) &&
    isStorableText(name)
  );
}

const longestStem = 110;
const longestEnding = 9;

/** Without unwanted characters, and without dots and blanks around it; at most `longest` units, no character cut in two. */
function plainPart(text: string, longest: number): string {
  const bare = (part: string) => part.replace(/^[.\s]+|[.\s]+$/gu, '');
  const plain = bare(text.toWellFormed().replace(everyUnwanted, ''));
  let kept = '';
  for (const character of plain) {
    if (kept.length + character.length > longest) break;
    kept += character;
  }
  return bare(kept);
}

/** A plain name made of whatever the person's file is called, at most 120 characters with its ending. */
export function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const dot = last.lastIndexOf('.');
  const ending = dot === -1 ? '' : plainPart(last.slice(dot + 1), longestEnding);
  const stem = plainPart(dot === -1 ? last : last.slice(0, dot), longestStem);
  const isUnusable = stem === '' || device.test(`${stem}.`);
  return `${isUnusable ? `berkas${stem.slice(0, 100)}` : stem}${ending === '' ? '' : `.${ending}`}`;
}

/**
 * A file of a ticket: what it is called and which bytes it has; the bytes travel by themselves, under their hash. `id` is
 * `<ticket>/a.<new id>`. `content`: `waiting` until the server has the bytes, `refused` where it found something in them.
 * A removed file keeps its row and, on the server, its bytes.
 */
export const attachmentSchema = z.object({
  id: rowId,
  ticketId: rowId,
  opd: opdCode,
  name: z.string().min(1).max(200),
  type: fileType,
  size: z.int().min(1).max(maxFileBytes),
  sha256,
  addedBy: rowId,
  addedByName: z.string(),
  addedAt: instant,
  note: typedText(2_000).default(''),
  formId: rowId.nullable().default(null),
  content: z.enum(['waiting', 'stored', 'refused']).default('waiting'),
  problem: fileProblem.nullable().default(null),
  removedAt: instant.nullable().default(null),
});
export type Attachment = z.infer<typeof attachmentSchema>;
