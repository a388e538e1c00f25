import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname, parse } from 'node:path';
import type { Bytes } from '#shared/sync/courier-means.ts';
import type { CourierSource } from '#shared/sync/courier-source.ts';
import type { Services } from '../services.ts';
import { type AnswerInput, answerFiles } from './answer-files.ts';

/** A file on a disk, read where it is asked for. The caller closes the handle. */
export async function sourceOfFile(handle: FileHandle): Promise<CourierSource> {
  const { size } = await handle.stat();
  return {
    size,
    async read(at, length) {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await handle.read(bytes, done, length - done, at + done);
        if (bytesRead === 0) throw new Error('the file became shorter');
        done += bytesRead;
      }
      return bytes;
    },
  };
}

/** Whole or not at all: the stick may be drawn out at any moment. */
async function writeWhole(path: string, chunks: AsyncIterable<Bytes>): Promise<void> {
  const draft = `${path}.part`;
  const file = await open(draft, 'w');
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** `answer.kurir`, then `answer-2.kurir`, `answer-3.kurir` … */
export function pathOfPart(out: string, part: number): string {
  const { dir, name, ext } = parse(out);
  return part === 1 ? out : `${dir === '' ? '' : `${dir}/`}${name}-${part}${ext}`;
}

/** Writes the files of an answer beside each other and returns their paths, in their order. */
export async function writeAnswer(services: Services, input: AnswerInput, out: string): Promise<string[]> {
  await mkdir(dirname(out), { recursive: true });
  const written: string[] = [];
  for await (const { header, chunks } of answerFiles(services, input)) {
    const path = pathOfPart(out, header.part);
    await writeWhole(path, chunks);
    written.push(path);
  }
  return written;
}
