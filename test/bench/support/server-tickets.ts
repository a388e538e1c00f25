import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { Login } from '../page/contract.ts';
import type { PeerTicket } from '../page/peer-contract.ts';

/** The tickets of the product's first pull, so that peers are given the very same. */
export async function ticketsOnServer(origin: string, login: Login): Promise<PeerTicket[]> {
  const post = async (route: string, body: object, token = '') => {
    const response = await fetch(`${origin}/api/v1/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ protocol: protocolVersion, ...body }),
    });
    if (!response.ok || response.body === null) throw new Error(`${route} answered ${response.status}`);
    return response;
  };
  const session = await post('login', { ...login, deviceId: null, deviceName: 'bench' });
  const { accessToken } = (await session.json()) as { accessToken: string };
  const { body } = await post('snapshot', { after: null }, accessToken);
  const tickets: PeerTicket[] = [];
  for await (const text of createInterface({ input: Readable.fromWeb(body as ReadableStream) })) {
    const { kind, docs = [] } = JSON.parse(text) as { kind?: string; docs?: PeerTicket[] };
    if (kind === 'ticket') tickets.push(...docs);
  }
  return tickets;
}
