import { slaCommand } from './command.ts';

export type TestRun = { readonly results: unknown[]; readonly errors: string[]; readonly exitCode: number };

/** Runs a command on the given chunks of standard input and collects what it wrote. */
export async function runOnChunks(args: string[], chunks: Iterable<Uint8Array | string>): Promise<TestRun> {
  let out = '';
  let err = '';
  let exitCode = 0;
  const command = slaCommand({
    stdin: readChunks(chunks),
    openFile: (path) => {
      throw new Error(`a test opened ${path}`);
    },
    out: async (text) => {
      out += text;
      return true;
    },
    err: async (text) => {
      err += text;
      return true;
    },
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  await command.parseAsync(args, { from: 'user' });
  const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');
  return { results: lines(out).map((line) => JSON.parse(line)), errors: lines(err), exitCode };
}

/** Runs a command on lines given as values (written as JSON) or as raw text. */
export function runOnLines(args: string[], lines: unknown[]): Promise<TestRun> {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  return runOnChunks(args, [`${text.join('\n')}\n`]);
}

async function* readChunks(chunks: Iterable<Uint8Array | string>): AsyncGenerator<Uint8Array | string> {
  yield* chunks;
}
