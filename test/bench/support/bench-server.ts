import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../e2e/support/server-process.ts';
import { until } from '../../e2e/support/until.ts';

const cli = fileURLToPath(new URL('../../../server/cli/main.ts', import.meta.url));

/** A large database on a busy machine takes its time. */
const startLimitMs = 300_000;

/** A server process of its own on a data folder, serving a web folder. */
export interface BenchServer {
  readonly origin: string;
  stop(): Promise<void>;
}

export async function startServer(data: string, web: string): Promise<BenchServer> {
  const port = await freePort();
  const limits = ['--requests-per-minute', '1000000'];
  const args = [cli, 'serve', '--port', String(port), '--data', data, '--web', web, ...limits];
  const env = { ...process.env };
  delete env.DATABASE_URL;
  const child: ChildProcess = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  const isAnswering = async () => {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}:\n${said}`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    return answer?.ok ? true : undefined;
  };
  try {
    await until('the server to answer', isAnswering, startLimitMs);
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin: `http://localhost:${port}`, stop };
}
