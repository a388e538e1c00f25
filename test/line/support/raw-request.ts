import type { Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { pushRequestSchema } from '#shared/sync/protocol.ts';

/** One request as it goes to the server: it asks for the connection to be closed behind the answer. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly head: string;
  readonly body: Buffer;
  readonly bytes: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');

/** Reads a whole request; null where the connection ends before one began, or within it. */
export async function readRequest(socket: Socket): Promise<HttpRequest | null> {
  let got = Buffer.alloc(0);
  return new Promise((resolve) => {
    const look = (chunk: Buffer) => {
      got = Buffer.concat([got, chunk]);
      const end = got.indexOf(headEnd);
      if (end === -1) return;
      const head = got.subarray(0, end).toString('latin1');
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      const body = got.subarray(end + headEnd.length);
      if (body.length < length) return;
      socket.off('data', look);
      resolve(requestOf(head, body));
    };
    socket.on('data', look);
    socket.once('close', () => resolve(null));
  });
}

function requestOf(head: string, body: Buffer): HttpRequest {
  const [method = '', path = ''] = head.split(' ', 2);
  const lines = head.split('\r\n').filter((line) => !/^connection:/i.test(line));
  const text = [...lines, 'connection: close', '', ''].join('\r\n');
  return { method, path, head, body, bytes: Buffer.concat([Buffer.from(text, 'latin1'), body]) };
}

/** An answer that is read while it comes. */
export function isStream({ path }: HttpRequest): boolean {
  return path === '/api/v1/events' || path === '/api/v1/snapshot' || path.startsWith('/api/v1/files/');
}

/** Numbers of the mutations of a push; null where the request is none. */
export function pushedIds({ method, path, head, body }: HttpRequest): readonly number[] | null {
  if (method !== 'POST' || path !== '/api/v1/push') return null;
  const text = (/^content-encoding: *gzip/im.test(head) ? gunzipSync(body) : body).toString('utf8');
  return pushRequestSchema.parse(JSON.parse(text)).mutations.map(({ id }) => id);
}
