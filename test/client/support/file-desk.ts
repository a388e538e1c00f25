import type { DeskStore } from '../../../renderer/data/contract.ts';
import type { TicketFile } from '../../../renderer/data/files/contract.ts';
import { FileApi } from '../../../renderer/data/files/file-api.ts';
import { FileTransfers } from '../../../renderer/data/files/transfers.ts';
import type { Desk } from './scene.ts';

/** What the worker of a desk has for files. */
export function transfersOf({ profile, engine, local, desk }: Desk): FileTransfers {
  const line = profile.hubOf(desk.me.id).open();
  return new FileTransfers({
    db: local.db,
    view: local.view,
    files: new FileApi(profile.environment),
    access: engine.access,
    ports: profile.environment,
    announce: (announcement) => line.send(announcement),
  });
}

/** A photo, as far as anybody looks: the first bytes of a JPEG and then anything, drawn from a seed. */
export function photo(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = seed >>> 0 || 1;
  for (let at = 0; at < size; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  bytes.set([0xff, 0xd8, 0xff, 0xe0]);
  return bytes;
}

/** Attaches a file that must be taken. */
export async function attach(
  desk: DeskStore,
  ticketId: string,
  bytes: Uint8Array<ArrayBuffer>,
  name = 'foto.jpg',
): Promise<string> {
  const done = await desk.files.add(ticketId, { name, bytes });
  if (!done.ok) throw new Error(`not attached: ${JSON.stringify(done.error)}`);
  return done.value.attachmentId;
}

/** The one file of a ticket. */
export async function onlyFile(desk: DeskStore, ticketId: string): Promise<TicketFile> {
  const [file, ...others] = await desk.files.ofTicket(ticketId);
  if (file === undefined || others.length > 0) throw new Error(`${others.length + 1} files`);
  return file;
}
