import { expect } from 'vitest';
import type { Bytes } from '#shared/sync/courier-means.ts';
import { joinBytes, sourceOfBytes } from '#shared/sync/courier-source.ts';
import type { CourierFile, CourierService, TakeReport } from '../../../renderer/data/courier/contract.ts';
import { createCourierService } from '../../../renderer/data/courier/courier-service.ts';
import { systemCourierMeans } from '../../../renderer/data/courier/system-means.ts';
import type { DeskDatabase } from '../../../renderer/data/db/database.ts';
import type { DeviceUser } from '../../../server/auth/sessions.ts';
import { answerFiles } from '../../../server/courier/answer-files.ts';
import { deviceUser } from '../../../server/courier/device-user.ts';
import {
  type AskedOf,
  lastRequestOf,
  type TakeFailure,
  type TakenRequest,
  takeRequest,
} from '../../../server/courier/take-request.ts';
import { Uploads } from '../../../server/files/upload.ts';
import { type Desk, openDesk, serverRows, visibleRows } from './scene.ts';
import type { TestProfile } from './test-profile.ts';
import type { TestServer } from './test-server.ts';

/** A desk whose device may exchange by file. */
export interface CourierDesk extends Desk {
  readonly courier: CourierService;
}

/** @param freeBytes that the profile may still store. */
export function courierOf({ profile, local, engine }: Desk, freeBytes: number | null = null): CourierService {
  const { api, access } = engine;
  return createCourierService({
    store: local,
    api,
    access,
    ports: profile.environment,
    means: systemCourierMeans(),
    freeBytes: async () => freeBytes,
    openLine: () => profile.hubOf(local.userId).open(),
  });
}

/** Signs in, pulls, and exchanges keys; from then on the line is cut. */
export async function openCourierDesk(
  server: TestServer,
  username: string,
  profile?: TestProfile,
): Promise<CourierDesk> {
  const desk = await openDesk(server, username, profile === undefined ? {} : { profile });
  const courier = courierOf(desk);
  const registered = await courier.register();
  if (registered !== 'done') throw new Error(`not registered: ${registered}`);
  desk.profile.isOnline = false;
  return { ...desk, courier };
}

/** The device's file, brought to where the person wanted it. */
export async function writeFile(
  { courier }: Pick<CourierDesk, 'courier'>,
  passphrase: string | null = null,
): Promise<CourierFile> {
  const file = await courier.write(passphrase);
  if (typeof file === 'string') throw new Error(file);
  await courier.noteWritten(file);
  return file;
}

/** What takes bytes of attachments on this server. */
function uploadsOf({ services }: TestServer): Uploads {
  const { files } = services;
  if (files === null) throw new Error('a server without files');
  return new Uploads(services, files);
}

function take(server: TestServer, bytes: Bytes, passphrase: string | null) {
  const uploads = uploadsOf(server);
  const source = sourceOfBytes(bytes);
  return takeRequest(server.services, { source, passphrase, uploads, importedBy: null });
}

async function filesOf(
  server: TestServer,
  owner: DeviceUser,
  asked: AskedOf,
  more: { readonly passphrase?: string | null; readonly textPerFile?: number } = {},
): Promise<Bytes[]> {
  const input = { owner, asked, passphrase: null, uploads: uploadsOf(server), ...more };
  const files: Bytes[] = [];
  for await (const { chunks } of answerFiles(server.services, input)) files.push(await joinBytes(chunks));
  return files;
}

/** What the server makes of a file that must be taken in, and its answer. */
export async function answerTo(
  server: TestServer,
  { bytes }: Pick<CourierFile, 'bytes'>,
  more: { readonly passphrase?: string; readonly textPerFile?: number } = {},
): Promise<{ readonly taken: TakenRequest; readonly files: Bytes[] }> {
  const taken = await take(server, bytes, more.passphrase ?? null);
  if (!taken.ok) throw new Error(`not taken: ${JSON.stringify(taken.error)}`);
  return { taken: taken.value, files: await filesOf(server, taken.value.owner, taken.value, more) };
}

/** Why the server does not take a file. */
export async function refusalOf(
  server: TestServer,
  bytes: Bytes,
  passphrase: string | null = null,
): Promise<TakeFailure> {
  const taken = await take(server, bytes, passphrase);
  if (taken.ok) throw new Error('the file was taken');
  return taken.error;
}

/** An answer without a new file of the device, as `courier export` writes it. */
export async function answerAgain(server: TestServer, deviceCode: string): Promise<Bytes[]> {
  const asked = await lastRequestOf(server.db, deviceCode);
  if (asked === undefined) throw new Error('no file was taken in');
  const owner = await deviceUser(server.db, asked.header.deviceId);
  if (!owner.ok) throw new Error(owner.error.code);
  return filesOf(server, owner.value, asked);
}

/** There and back once by stick. */
export async function carry(server: TestServer, desk: CourierDesk): Promise<TakeReport> {
  const { files } = await answerTo(server, await writeFile(desk));
  return desk.courier.take(files, null);
}

let people = 0;

/** A new person's desk without a line, on a profile of its own. */
export async function newDesk(server: TestServer): Promise<CourierDesk> {
  people += 1;
  const { username } = await server.addUser(`kurir-${people}`, 'operator');
  const desk = await openCourierDesk(server, username);
  server.pass(1000);
  return desk;
}

/** A note that must be taken. */
export async function note(
  server: TestServer,
  { desk }: CourierDesk,
  id: string,
  text: string,
): Promise<void> {
  expect(await desk.mutate('ticket.note', { id, text })).toMatchObject({ ok: true });
  server.pass(1000);
}

/** The notes of a ticket as the desk shows them. */
export async function texts({ desk }: CourierDesk, id: string): Promise<string[]> {
  return (await desk.journal(id)).flatMap(({ type, text }) => (type === 'noted' ? [text] : []));
}

/** Desk and server show the same, and nothing waits. */
export async function expectEqual(server: TestServer, { local }: CourierDesk): Promise<void> {
  expect(await visibleRows(local)).toEqual(await serverRows(server, ['DINKES']));
  expect(await local.db.outbox.count()).toBe(0);
  expect(await local.db.shadow.count()).toBe(0);
}

/** The database as a back-up of the profile holds it; calling the answer puts it back. */
export async function backUp({ local }: CourierDesk): Promise<() => Promise<void>> {
  const { db } = local;
  const copy = await Promise.all(
    db.tables.map(async (table) => ({ name: table.name as keyof DeskDatabase, rows: await table.toArray() })),
  );
  return () =>
    db.transaction('rw', db.tables, async () => {
      for (const { name, rows } of copy) {
        await db.table(name).clear();
        await db.table(name).bulkAdd(rows);
      }
    });
}
