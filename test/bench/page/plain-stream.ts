import Dexie, { type Table } from 'dexie';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { Login, Streamed } from './contract.ts';

interface RowsLine {
  readonly line: string;
  readonly kind?: string;
  readonly docs?: readonly object[];
}

async function post(path: string, body: object, token?: string): Promise<Response> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', ...authorization };
  const text = JSON.stringify({ protocol: protocolVersion, ...body });
  const response = await fetch(path, { method: 'POST', headers, body: text });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return response;
}

/** The lines of a first pull, as they arrive. */
async function* linesOfFirstPull(token: string, received: (bytes: number) => void): AsyncGenerator<RowsLine> {
  const { body } = await post('/api/v1/snapshot', { after: null }, token);
  if (body === null) throw new Error('the stream has no body');
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    received(bytes.length);
    const pieces = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = pieces.pop() ?? '';
    for (const piece of pieces) yield JSON.parse(piece) as RowsLine;
  }
}

/** Takes the whole stream; `take` is handed the tickets of each line and waited for. */
async function stream(login: Login, take: (tickets: readonly object[]) => unknown): Promise<Streamed> {
  const request = { ...login, deviceId: null, deviceName: 'bench' };
  const { accessToken } = (await (await post('/api/v1/login', request)).json()) as { accessToken: string };
  const start = performance.now();
  let tickets = 0;
  let bytes = 0;
  let last = '';
  const counted = (more: number) => {
    bytes += more;
  };
  for await (const { line, kind, docs = [] } of linesOfFirstPull(accessToken, counted)) {
    last = line;
    if (line !== 'rows' || kind !== 'ticket') continue;
    tickets += docs.length;
    await take(docs);
  }
  if (last !== 'end') throw new Error('the stream was cut off');
  return { ms: performance.now() - start, tickets, megabytes: bytes / 1e6 };
}

/** Receiving and parsing alone: the bound below everything that stores. */
export function receive(login: Login): Promise<Streamed> {
  return stream(login, () => undefined);
}

/** The plain way: each ticket a record of a table with six secondary indexes, added as the lines arrive. */
export async function plainStream(login: Login): Promise<Streamed> {
  const db = new Dexie('bench-plain-stream');
  db.version(1).stores({ tickets: 'id, number, opd, category, state, reportedAt, updatedAt' });
  const table = db.table('tickets') as Table<object, string>;
  try {
    return await stream(login, (tickets) => table.bulkAdd(tickets));
  } finally {
    await db.delete();
  }
}
