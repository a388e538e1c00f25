import { StringDecoder } from 'node:string_decoder';

/** Where a command reads and writes; handed in so that tests need no process. */
export type CommandIo = {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  openFile(path: string): AsyncIterable<Uint8Array | string>;
  /** Each resolves once the stream can take more; writing to a closed pipe ends quietly. */
  out(text: string): Promise<void>;
  err(text: string): Promise<void>;
  setExitCode(code: number): void;
};

/** An answer to one line, or what is wrong with it, field by field. */
export type LineResult =
  | { readonly ok: true; readonly value: object }
  | { readonly ok: false; readonly problems: readonly LineProblem[] };
export type LineProblem = { readonly field: string; readonly message: string };

/** Exit code when at least one line could not be answered. */
export const BAD_INPUT = 2;

/** A line longer than this is refused unread, so that a file without line breaks cannot fill the memory. */
const LONGEST_LINE = 8 * 1024 * 1024;
const BATCH = 64 * 1024;

/**
 * Answers NDJSON line by line. Empty lines are passed over; a bad line is reported with its number and fields and does
 * not stop the others; the exit code is set at the end.
 */
export async function answerLines(
  io: CommandIo,
  file: string | undefined,
  answer: (json: unknown) => LineResult,
): Promise<void> {
  const source = file === undefined || file === '-' ? io.stdin : io.openFile(file);
  let bad = false;
  let batch = '';
  try {
    for await (const { text, number } of numberedLines(source)) {
      if (text !== null && text.trim() === '') continue;
      const result = text === null ? refuse('', 'line is too long') : answerText(text, answer);
      if (result.ok) {
        batch += `${JSON.stringify(result.value)}\n`;
        if (batch.length >= BATCH) {
          await io.out(batch);
          batch = '';
        }
      } else {
        bad = true;
        const report = result.problems
          .map(({ field, message }) => `line ${number}: ${field === '' ? '' : `${field}: `}${message}\n`)
          .join('');
        await io.err(report);
      }
    }
  } catch (error) {
    bad = true;
    await io.err(`cannot read ${file ?? 'standard input'}: ${(error as Error).message}\n`);
  }
  if (batch !== '') await io.out(batch);
  if (bad) io.setExitCode(BAD_INPUT);
}

/** A refusal for one field; an empty field name means the line as a whole. */
export function refuse(field: string, message: string): LineResult {
  return { ok: false, problems: [{ field, message }] };
}

function answerText(text: string, answer: (json: unknown) => LineResult): LineResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refuse('', 'not JSON');
  }
  return answer(json);
}

async function* numberedLines(
  source: AsyncIterable<Uint8Array | string>,
): AsyncGenerator<{ text: string | null; number: number }> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let number = 0;
  let tooLong = false;
  for await (const chunk of source) {
    const parts = (typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))).split('\n');
    for (let i = 0; i < parts.length; i += 1) {
      rest += parts[i];
      if (rest.length > LONGEST_LINE) {
        tooLong = true;
        rest = '';
      }
      if (i === parts.length - 1) break;
      number += 1;
      yield { text: tooLong ? null : clean(rest, number), number };
      rest = '';
      tooLong = false;
    }
  }
  rest += decoder.end();
  if (rest !== '' || tooLong) yield { text: tooLong ? null : clean(rest, number + 1), number: number + 1 };
}

/** A file saved on Windows may begin with a byte order mark. */
function clean(line: string, number: number): string {
  return number === 1 && line.startsWith('\uFEFF') ? line.slice(1) : line;
}
