import { sql } from 'kysely';
import { verifyChains } from '../../server/store/verify.ts';
import { isImported } from './archive.ts';
import { compareDesk, type ServerRow, serverRows, stable, type Violation } from './compare-desk.ts';
import type { Ledger, Saved } from './ledger.ts';
import { hasWord } from './ledger.ts';
import type { SimDesk } from './sim-desk.ts';
import type { SimServer } from './sim-server.ts';

interface JournalDoc {
  readonly id: string;
  readonly type: string;
  readonly device: string;
  readonly mutationId: number;
  readonly occurredAt: number;
  readonly receivedAt: number | null;
  readonly by: string;
  readonly text: string;
  readonly changes: readonly { readonly from: unknown; readonly to: unknown }[];
}

/** What waits on the computers, also of people who are not there: unsent, or to be reviewed. */
async function waitingWords(desks: readonly SimDesk[]): Promise<string> {
  const texts: string[] = [];
  for (const { store } of desks) texts.push(await store.textOf(['outbox', 'review']));
  return texts.join('\n');
}

/** I1 and I2: every saved word is somewhere, and took effect at most once. */
function checkWords(saved: readonly Saved[], rows: readonly ServerRow[], waiting: string): Violation[] {
  const violations: Violation[] = [];
  const journal = rows
    .filter(({ kind }) => kind === 'journal')
    .map(({ doc }) => doc as unknown as JournalDoc);
  const everything = rows.map(({ doc }) => JSON.stringify(doc)).join('\n');
  for (const { name, word, desk, ticketId, username } of saved) {
    if (!hasWord(name, word, word)) continue;
    const where = `${name} of desk ${desk} on ${ticketId} (${word})`;
    if (!everything.includes(word) && !waiting.includes(word)) violations.push({ rule: 'I1', seen: where });
    const effects = journal.filter(
      ({ type, text, changes }) =>
        type !== 'overwritten' &&
        // A revised form tells of the ticket's title as well, which is another's work.
        (type !== 'form_saved' || name === 'form.save') &&
        (text.includes(word) || changes.some(({ to }) => to === word)),
    );
    for (const { id, by } of effects) {
      if (by !== username)
        violations.push({ rule: 'I10', seen: `${where} by ${username} was sent as ${by}: ${id}` });
    }
    // A solution is written on the ticket by the escalation's answer in one entry, a closing note in one: never in two.
    if (effects.length > 1) violations.push({ rule: 'I2', seen: `${where}: ${effects.map(({ id }) => id)}` });
  }
  return violations;
}

interface MutationRow {
  readonly code: string;
  readonly mutation_id: number;
  readonly name: string;
  readonly outcome: unknown;
  readonly last: number;
}

/** Mutations that may rightly leave nothing behind. */
const mayDoNothing = new Set(['sop.mark', 'ticket.step', 'notice.record', 'ticket.expire']);

/** I5 and I8: each device's mutations are 1, 2, 3 …, in order in every space; each effect has its journal entry. */
async function checkMutations(server: SimServer, rows: readonly ServerRow[]): Promise<Violation[]> {
  const { rows: mutations } = await sql<MutationRow>`
    SELECT device.code, mutation_id, mutation.name, outcome, last_mutation_id AS last
    FROM mutation JOIN device ON device.id = mutation.device_id ORDER BY code, mutation_id`.execute(
    server.db,
  );
  const violations: Violation[] = [];
  const byDevice = new Map<string, MutationRow[]>();
  for (const row of mutations) byDevice.set(row.code, [...(byDevice.get(row.code) ?? []), row]);
  const entries = rows
    .filter(({ kind }) => kind === 'journal')
    .map(({ doc }) => doc as unknown as JournalDoc)
    .filter((entry) => !isImported(entry));
  const written = new Set(entries.map(({ device, mutationId }) => `${device} ${mutationId}`));
  for (const [code, list] of byDevice) {
    if (list.some((row, at) => row.mutation_id !== at + 1) || list.length !== list[0]?.last)
      violations.push({ rule: 'I5', seen: `mutations of ${code}: ${list.map((row) => row.mutation_id)}` });
    for (const row of list) {
      const hasEntry = written.has(`${code} ${row.mutation_id}`);
      if (hasEntry === (row.outcome === null)) continue;
      if (!hasEntry && mayDoNothing.has(row.name)) continue;
      violations.push({
        rule: 'I8',
        seen: `${row.name} ${code} ${row.mutation_id}: outcome ${stable(row.outcome)}`,
      });
    }
  }
  const known = new Set(mutations.map(({ code, mutation_id }) => `${code} ${mutation_id}`));
  for (const key of written) {
    if (!known.has(key)) violations.push({ rule: 'I8', seen: `a journal entry of no mutation: ${key}` });
  }
  const { rows: chained } = await sql<{ space: string; device: string; mutation_id: number }>`
    SELECT chain.space, doc ->> 'device' AS device, (doc ->> 'mutationId')::bigint AS mutation_id
    FROM journal_chain AS chain JOIN stored_row ON kind = 'journal' AND id = journal_id
    ORDER BY chain.space, chain.no`.execute(server.db);
  const last = new Map<string, number>();
  for (const { space, device, mutation_id } of chained) {
    const key = `${space} ${device}`;
    if (mutation_id < (last.get(key) ?? 0))
      violations.push({ rule: 'I5', seen: `${key}: ${mutation_id} out of order` });
    last.set(key, mutation_id);
  }
  return violations;
}

/** I9: an instant is a bounded claim, whatever the device's clock says. */
function checkInstants(saved: readonly Saved[], rows: readonly ServerRow[]): Violation[] {
  const violations: Violation[] = [];
  const heardAt = new Map(saved.map((entry) => [entry.word, entry.heardAt]));
  for (const { kind, doc } of rows) {
    if (kind !== 'journal') continue;
    const { id, occurredAt, receivedAt, text } = doc as unknown as JournalDoc;
    if (receivedAt === null || occurredAt > receivedAt)
      violations.push({ rule: 'I9', seen: `${id} occurred ${occurredAt}, received ${receivedAt}` });
    const heard = heardAt.get(text);
    if (heard !== undefined && occurredAt < heard)
      violations.push({ rule: 'I9', seen: `${id} occurred ${occurredAt}, server time known ${heard}` });
  }
  return violations;
}

/** I12: a ticket comes with the entry that registered it, or with the history it was imported with. */
function checkWhole(rows: readonly ServerRow[]): Violation[] {
  const registered = new Set(
    rows
      .filter(
        ({ kind, doc }) =>
          kind === 'journal' && (doc.type === 'registered' || isImported(doc as unknown as JournalDoc)),
      )
      .map(({ doc }) => String(doc.ticketId)),
  );
  return rows
    .filter(({ kind, id }) => kind === 'ticket' && !registered.has(id))
    .map(({ id }) => ({ rule: 'I12', seen: `ticket ${id} without its registration` }));
}

/** All promises, when everything is healed and quiet. */
export async function checkEnd(
  server: SimServer,
  desks: readonly SimDesk[],
  ledger: Ledger,
): Promise<Violation[]> {
  const rows = await serverRows(server);
  const violations = [
    ...checkWords(ledger.saved, rows, await waitingWords(desks)),
    ...(await checkMutations(server, rows)),
    ...checkInstants(ledger.saved, rows),
    ...checkWhole(rows),
  ];
  for (const desk of desks) {
    violations.push(...(await compareDesk(desk, rows)));
    const { db } = desk.local;
    const left = { outbox: await db.outbox.count(), shadow: await db.shadow.count() };
    if (left.outbox + left.shadow > 0)
      violations.push({ rule: 'I3', seen: `desk ${desk.no} is not quiet: ${JSON.stringify(left)}` });
  }
  const { faults } = await verifyChains(server.db);
  for (const fault of faults) violations.push({ rule: 'I8', seen: JSON.stringify(fault) });
  return violations;
}
