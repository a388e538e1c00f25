import { sql } from 'kysely';
import { opdSchema, type User, userSchema } from '#shared/domain/reference.ts';
import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import type { MutationEnvelope } from '#shared/sync/protocol.ts';
import { rowSchemas, spaceOfOpd } from '#shared/sync/rows.ts';
import { saveAccount } from '../../../server/auth/accounts.ts';
import { enrolDevice } from '../../../server/auth/devices.ts';
import { defaultPasswordCost, hashPassword } from '../../../server/auth/passwords.ts';
import { startSession, type Tokens } from '../../../server/auth/sessions.ts';
import { type Db, openDatabase, type Tx } from '../../../server/db/open.ts';
import { systemPlatform } from '../../../server/platform/system-clock.ts';
import { readEpoch } from '../../../server/store/meta.ts';
import { writeRows } from '../../../server/store/rows.ts';
import { readVersions } from '../../../server/store/spaces.ts';
import { runCli, type ServerStore } from '../../e2e/support/server-process.ts';
import { type Morning, officeCode, officeTicketId } from './returning-plan.ts';

/** A device with a session, made without its password being hashed: a log-in is no part of what is measured. */
export interface SignedInDevice extends Tokens {
  readonly opd: string;
  readonly deviceId: string;
  readonly deviceCode: string;
}

/** What the offices look like in the evening. */
export interface Evening {
  readonly epoch: string;
  readonly versions: ReadonlyMap<string, number>;
  /** Office by office, as many as the morning says. */
  readonly devices: readonly SignedInDevice[];
  /** One of each office, whose user works at night. */
  readonly nightShift: readonly SignedInDevice[];
}

function userOf(username: string, opd: string): User {
  const name = `Petugas ${username}`;
  return userSchema.parse({ id: `u-${username}`, username, name, role: 'operator', opd, scope: [opd] });
}

async function deviceOf(
  tx: Tx,
  username: string,
  opd: string,
  passwordHash: string,
): Promise<SignedInDevice> {
  const now = systemPlatform.clock();
  const user = userOf(username, opd);
  await saveAccount(tx, user, passwordHash, { mustChange: false, now });
  const device = await enrolDevice(tx, { id: systemPlatform.id(), userId: user.id, name: 'bench', now });
  const tokens = await startSession(tx, device.id, user.id, systemPlatform);
  return { ...tokens, opd, deviceId: device.id, deviceCode: device.code };
}

/** An office like those of the demo, with copies of a demo ticket. */
async function openOffice(tx: Tx, opd: string, tickets: number): Promise<void> {
  const docOf = async (kind: 'opd' | 'ticket') => {
    const { rows } = await sql<{ doc: unknown }>`
      SELECT doc FROM stored_row WHERE kind = ${kind} AND NOT deleted AND NOT id LIKE 'bench-%'
        AND (kind = 'opd' OR doc ->> 'state' = 'in_progress') ORDER BY id LIMIT 1`.execute(tx);
    return rows[0]?.doc;
  };
  const office = opdSchema.parse(await docOf('opd'));
  const ticket = rowSchemas.ticket.parse(await docOf('ticket'));
  await writeRows(tx, [{ kind: 'opd', id: opd, doc: { ...office, code: opd, name: `Kantor ${opd}` } }]);
  const copies = Array.from({ length: tickets }, (_, at) => {
    const parts = { kind: 'incident', opd, month: '2610', device: 'ZZZ', sequence: at + 1 } as const;
    return { ...ticket, id: officeTicketId(opd, at), opd, number: formatTicketNumber(parts) };
  });
  await writeRows(
    tx,
    copies.map((doc) => ({ kind: 'ticket', id: doc.id, doc }) as const),
  );
}

async function settle(db: Db, morning: Morning): Promise<Evening> {
  const passwordHash = await hashPassword(systemPlatform.secret(24), defaultPasswordCost);
  const devices: SignedInDevice[] = [];
  const nightShift: SignedInDevice[] = [];
  for (let office = 0; office < morning.offices; office += 1) {
    const opd = officeCode(office);
    await db.transaction().execute(async (tx) => {
      await openOffice(tx, opd, morning.repliesPerOffice);
      nightShift.push(await deviceOf(tx, `malam.${opd}`.toLowerCase(), opd, passwordHash));
      for (let at = 0; at < morning.devicesPerOffice; at += 1)
        devices.push(await deviceOf(tx, `petugas.${opd}.${at}`.toLowerCase(), opd, passwordHash));
    });
  }
  const epoch = await db.transaction().execute(readEpoch);
  return { epoch, versions: await readVersions(db, '*'), devices, nightShift };
}

/** Fills an empty database with offices, tickets, people and their signed-in devices. No server may be running on it. */
export async function settleOffices(store: ServerStore, morning: Morning): Promise<Evening> {
  runCli(store, ['demo', '--today', '2026-11-20', '--tickets', '60']);
  const database = await openDatabase(store, systemPlatform);
  try {
    return await settle(database.db, morning);
  } finally {
    await database.close();
  }
}

/** What the night shift of an office writes: a reply on each of its tickets. */
export function nightWork({ opd }: SignedInDevice, replies: number): MutationEnvelope[] {
  const now = systemPlatform.clock();
  return Array.from({ length: replies }, (_, at) => ({
    id: at + 1,
    name: 'ticket.reply',
    args: { id: officeTicketId(opd, at), text: `Sudah diperiksa, giliran malam ${at + 1}` },
    occurredAt: now,
    seenServerTime: now,
  }));
}

/** The rows of an office above a version, and the version it has reached. */
export async function rowsAbove(db: Db, opd: string, version: number) {
  const { rows } = await sql<{ kind: string; id: string; doc: unknown }>`
    SELECT kind, id, doc FROM stored_row WHERE space = ${spaceOfOpd(opd)} AND version > ${version}`.execute(
    db,
  );
  const versions = await readVersions(db, [spaceOfOpd(opd)]);
  return { rows, version: versions.get(spaceOfOpd(opd)) ?? 0 };
}
