import { StringDecoder } from 'node:string_decoder';

/** Where a command reads and writes; handed in so that tests need no process. */
export type CommandIo = {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  openFile(path: string): AsyncIterable<Uint8Array | string>;
  /** Resolves once the stream can take more; false when nobody reads it any longer. */
  out(text: string): Promise<boolean>;
  err(text: string): Promise<boolean>;
  setExitCode(code: number): void;
};

/** An answer to one line, or what is wrong with it, field by field. */
export type LineResult =
  | { readonly ok: true; readonly value: object }
  | { readonly ok: false; readonly problems: readonly LineProblem[] };
type LineProblem = { readonly field: string; readonly message: string };

/** Exit code when at least one line could not be answered. */
const BAD_INPUT = 2;

/** A longer line is refused, so that a file without line breaks cannot fill the memory. */
const LONGEST_LINE = 8 * 1024 * 1024;
const BATCH = 64 * 1024;

type Line = { readonly number: number; readonly text: string } | { readonly fault: string };

/**
 * Answers NDJSON line by line. Empty lines are passed over; a bad line is reported with its number and fields and does
 * not stop the others; the exit code is set at the end.
 */
export async function answerLines(
  io: CommandIo,
  file: string | undefined,
  answer: (json: unknown) => LineResult,
): Promise<void> {
  const named = file !== undefined && file !== '-';
  const lines = numberedLines(named ? io.openFile(file) : io.stdin, named ? file : 'standard input');
  let bad = false;
  let batch = '';
  for await (const line of lines) {
    if ('fault' in line) {
      bad = true;
      await io.err(`${line.fault}\n`);
      continue;
    }
    if (line.text.trim() === '') continue;
    const result = answerText(line.text, answer);
    if (result.ok) {
      batch += `${JSON.stringify(result.value)}\n`;
      if (batch.length < BATCH) continue;
      const taken = await io.out(batch);
      batch = '';
      if (!taken) break;
    } else {
      bad = true;
      await io.err(report(line.number, result.problems));
    }
  }
  if (batch !== '') await io.out(batch);
  if (bad) io.setExitCode(BAD_INPUT);
}

/** A refusal for one field; an empty field name means the line as a whole. */
export function refuse(field: string, message: string): LineResult {
  return { ok: false, problems: [{ field, message }] };
}

function report(number: number, problems: readonly LineProblem[]): string {
  return problems
    .map(({ field, message }) => `line ${number}: ${field === '' ? '' : `${field}: `}${message}\n`)
    .join('');
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

/** Splits at line feeds only: JSON text may hold every other separator. */
async function* numberedLines(
  source: AsyncIterable<Uint8Array | string>,
  name: string,
): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let number = 1;
  let tooLong = false;
  const take = (): Line => {
    const line = tooLong ? { fault: `line ${number}: too long` } : { number, text: clean(rest, number) };
    number += 1;
    rest = '';
    tooLong = false;
    return line;
  };
  try {
    for await (const chunk of source) {
      const parts = (typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk))).split('\n');
      for (let i = 0; i < parts.length; i += 1) {
        if (i > 0) yield take();
        tooLong ||= rest.length + (parts[i] as string).length > LONGEST_LINE;
        rest = tooLong ? '' : rest + parts[i];
      }
    }
    rest += decoder.end();
    if (rest !== '' || tooLong) yield take();
  } catch (error) {
    yield { fault: `cannot read ${name}: ${(error as Error).message}` };
  }
}

/** A file saved on Windows may begin with a byte order mark. */
function clean(line: string, number: number): string {
  return number === 1 && line.startsWith('\uFEFF') ? line.slice(1) : line;
}
