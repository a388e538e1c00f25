import type { Opd, User } from '#shared/domain/reference.ts';
import { isInScope, userSchema } from '#shared/domain/reference.ts';
import { ticketSchema } from '#shared/domain/ticket.ts';
import { pathText } from '#shared/sla/pack.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { spaceOfOpd } from '#shared/sync/rows.ts';
import type { Db } from '../db/open.ts';
import { lockSpaces } from '../store/spaces.ts';
import { type BuildContext, buildTicket } from './build-ticket.ts';
import { monthOf } from './date-format.ts';
import { columnsOf, type ImportMapping } from './mapping.ts';
import { createFactReader, type RowFacts } from './read-facts.ts';
import { type RowProblem, readRows } from './read-rows.ts';
import {
  createNumberGiver,
  importDeviceCode,
  readImported,
  type StoredImport,
  storeTickets,
} from './store-tickets.ts';

export interface ImportJob {
  readonly db: Db;
  readonly path: string;
  readonly mapping: ImportMapping;
  readonly timeZone: string;
  readonly opd: Opd;
  readonly policies: PolicyLookup;
  readonly now: number;
  report(problem: RowProblem): void;
}

/** What an import did. `leftAlone`: tickets somebody has worked on here since they were imported. */
export interface ImportSummary {
  readonly rows: number;
  readonly badRows: number;
  readonly tickets: number;
  readonly written: number;
  readonly unchanged: number;
  readonly leftAlone: number;
}

/** Tickets of one transaction. */
const chunkSize = 100;

/** People who may be named as the assignee, found by login name or full name. */
async function userFinder(db: Db, opd: string): Promise<(name: string) => User | undefined> {
  const rows = await db
    .selectFrom('stored_row')
    .select('doc')
    .where('kind', '=', 'user')
    .where('deleted', '=', false)
    .execute();
  const users = rows.map(({ doc }) => userSchema.parse(doc)).filter((user) => isInScope(user, opd));
  const byName = new Map(
    users.flatMap((user) => [user.username, user.name].map((name) => [name.toLowerCase(), user])),
  );
  return (name) => byName.get(name.toLowerCase());
}

/**
 * Imports a table of another system. Tickets appear in the order of the file; the same file again changes nothing.
 * @throws SourceFileError when the file cannot be read as a table of this mapping.
 */
export async function importFile(job: ImportJob): Promise<ImportSummary> {
  const { db, mapping, opd } = job;
  const badLines = new Set<number>();
  const report = (problem: RowProblem): void => {
    badLines.add(problem.line);
    job.report(problem);
  };
  // Rows of a ticket may stand apart from each other: all are read before the first ticket is written.
  const tickets = new Map<string, RowFacts[]>();
  const readFacts = createFactReader(mapping, job.timeZone);
  let rows = 0;
  for await (const row of readRows(job.path, mapping, columnsOf(mapping), report)) {
    rows += 1;
    const { facts, problems } = readFacts(row);
    for (const problem of problems) report(problem);
    if (facts === null) continue;
    const known = tickets.get(facts.number);
    if (known === undefined) tickets.set(facts.number, [facts]);
    else known.push(facts);
  }

  if (job.policies(opd.policy) === undefined) throw new Error(`no policy pack ${opd.policy}`);
  const findUser = await userFinder(db, opd.code);
  const { deviceCode, nextNumber } = await db.transaction().execute(async (tx) => {
    const code = await importDeviceCode(tx, job.now);
    return { deviceCode: code, nextNumber: await createNumberGiver(tx, opd.code, code) };
  });
  const total = { written: 0, leftAlone: 0, bad: 0 };
  const all = [...tickets.values()];
  for (let from = 0; from < all.length; from += chunkSize) {
    const chunk = all.slice(from, from + chunkSize);
    await db.transaction().execute(async (tx) => {
      // Before anything is read: what somebody does to these tickets in the same moment would be overwritten.
      await lockSpaces(tx, [spaceOfOpd(opd.code)]);
      const stored = await readImported(
        tx,
        opd.code,
        chunk.map(([row]) => (row as RowFacts).number),
      );
      const built = [];
      for (const group of chunk) {
        const first = group[0] as RowFacts;
        const before = stored.get(first.number);
        if (before?.isWorkedOn === true) {
          total.leftAlone += 1;
          continue;
        }
        const policy = policyFor(first, before, job);
        const context: BuildContext = {
          opd: opd.code,
          policy,
          source: mapping.title,
          deviceCode,
          receivedAt: job.now,
          findUser,
        };
        const month = monthOf(first.registeredAt ?? first.reportedAt, policy.pack.timeZone);
        const number = before?.ticket.number ?? nextNumber(first.kind, month);
        const made = buildTicket(group, number, context);
        const checked = ticketSchema.safeParse(made.ticket);
        if (checked.success) {
          built.push({ ticket: checked.data, journal: made.journal, stored: before });
          continue;
        }
        total.bad += 1;
        const issue = checked.error.issues[0];
        report({
          line: first.line,
          column: pathText(issue?.path ?? []),
          reason: issue?.message ?? 'invalid',
        });
      }
      total.written += await storeTickets(tx, built);
    });
  }
  const { written, leftAlone, bad } = total;
  const count = tickets.size - bad;
  const unchanged = count - written - leftAlone;
  return { rows, badRows: badLines.size, tickets: count, written, unchanged, leftAlone };
}

/** A ticket keeps the pack under which it was opened; a new one is opened under the version in force at its report. */
function policyFor(
  first: RowFacts,
  stored: StoredImport | undefined,
  { policies, opd }: ImportJob,
): CompiledPolicy {
  const opened = stored?.ticket.policy;
  const kept = opened === undefined ? undefined : policies(opened.name, opened.version, opd.code);
  const policy = kept ?? policies(opd.policy, { inForceAt: first.reportedAt }, opd.code);
  if (policy === undefined) throw new Error(`no policy pack ${opd.policy}`);
  return policy;
}
