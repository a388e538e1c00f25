import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { journalEntrySchema, journalOwnerSchema, keptFileSchema } from '#shared/ipc/outbox-journal.ts';

/** Version of the file's format. A file that names a higher one is left alone. 2: files beside the journal. */
export const journalVersion = 2;

const counters = z.record(z.string(), z.int());
const recordSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('head'), version: z.int() }),
  /** The device from here on, the highest counters, and up to which number the server has its mutations. */
  journalOwnerSchema.extend({ type: z.literal('device'), counters, confirmed: z.int() }),
  journalEntrySchema.extend({ type: z.literal('entry'), userId: z.string() }),
  z.object({ type: z.literal('done'), userId: z.string(), keys: z.array(z.string()) }),
  /** The bytes of a file that waits to be sent are on the disk; and: they need not be kept for these attachments. */
  keptFileSchema.extend({ type: z.literal('file'), userId: z.string() }),
  z.object({ type: z.literal('filesDone'), userId: z.string(), attachmentIds: z.array(z.string()) }),
]);
export type JournalRecord = z.infer<typeof recordSchema>;

const lineEnd = 0x0a;

function checksumOf(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/**
 * One record as it stands in the file: checksum, space, JSON. A line end goes before it too, so that what a power cut left
 * of the record before can never run into it.
 */
export function lineOf(record: JournalRecord): string {
  const json = JSON.stringify(record);
  return `\n${checksumOf(json)} ${json}\n`;
}

export interface ReadLines {
  readonly records: readonly JournalRecord[];
  /** Whole lines that are not what was written. */
  readonly damaged: number;
  /** Bytes up to the end of the last whole line; what is behind it was torn off by a crash. */
  readonly wholeBytes: number;
}

/** Reads a file's bytes record by record; what is damaged is counted and left out. */
export function readLines(bytes: Uint8Array): ReadLines {
  const records: JournalRecord[] = [];
  const decoder = new TextDecoder();
  let damaged = 0;
  let wholeBytes = 0;
  for (let end = bytes.indexOf(lineEnd); end !== -1; end = bytes.indexOf(lineEnd, wholeBytes)) {
    if (end > wholeBytes) {
      const record = recordOf(decoder.decode(bytes.subarray(wholeBytes, end)));
      if (record === undefined) damaged += 1;
      else records.push(record);
    }
    wholeBytes = end + 1;
  }
  return { records, damaged, wholeBytes };
}

function recordOf(line: string): JournalRecord | undefined {
  const json = line.slice(9);
  if (line.slice(0, 9) !== `${checksumOf(json)} `) return undefined;
  try {
    return recordSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
