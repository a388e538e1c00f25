import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { spaceOfOpd } from '#shared/sync/rows.ts';
import { type Db, readMoment, type Tx } from '../db/open.ts';

export interface ExportJob {
  readonly db: Db;
  readonly policies: PolicyLookup;
  /** Only this office's tickets; all where left out. */
  readonly opd?: string | undefined;
  /** The instant at which targets are judged, UTC ms. */
  readonly now: number;
  /** Takes some lines; resolves when more may come. */
  write(text: string): Promise<void>;
}

const pageSize = 500;

function iso(at: number): string {
  return new Date(at).toISOString();
}

/** State of every target of the ticket's pack, keyed by metric; null when the server does not have the pack. */
function slaOf(ticket: Ticket, policies: PolicyLookup, now: number) {
  const policy = policies(ticket.policy.name, ticket.policy.version, ticket.opd);
  if (policy === undefined) return null;
  const { metrics } = evaluate(policy, ticket, now);
  return Object.fromEntries(
    metrics.map(({ metric, state, elapsedMs, dueAt }) => [
      metric,
      { state, elapsedMs, dueAt: dueAt === null ? null : iso(dueAt) },
    ]),
  );
}

/** One line of the export: every field of the ticket, instants as ISO text in UTC, and the targets as of `now`. */
export function exportedTicket(ticket: Ticket, policies: PolicyLookup, now: number) {
  const optional = (at: number | null) => (at === null ? null : iso(at));
  return {
    ...ticket,
    reportedAt: iso(ticket.reportedAt),
    registeredAt: iso(ticket.registeredAt),
    confirmedAt: optional(ticket.confirmedAt),
    resolvedAt: optional(ticket.resolvedAt),
    closedAt: optional(ticket.closedAt),
    updatedAt: iso(ticket.updatedAt),
    timeline: ticket.timeline.map((event) => ({ ...event, at: iso(event.at) })),
    sop: Object.fromEntries(Object.entries(ticket.sop).map(([step, at]) => [step, iso(at)])),
    sla: slaOf(ticket, policies, now),
  };
}

async function readPage(
  tx: Tx,
  opd: string | undefined,
  after: string,
): Promise<{ id: string; doc: unknown }[]> {
  let query = tx
    .selectFrom('stored_row')
    .select(['id', 'doc'])
    .where('kind', '=', 'ticket')
    .where('deleted', '=', false)
    .where('id', '>', after);
  if (opd !== undefined) query = query.where('space', '=', spaceOfOpd(opd));
  return query.orderBy('id').limit(pageSize).execute();
}

/**
 * Writes every ticket as a line of JSON, oldest id first, page by page from one moment of the database.
 * @returns how many were written.
 */
export async function exportTickets(job: ExportJob): Promise<number> {
  return readMoment(job.db, async (tx) => {
    let count = 0;
    let after = '';
    for (;;) {
      const page = await readPage(tx, job.opd, after);
      const last = page.at(-1);
      if (last === undefined) return count;
      const lines = page.map(({ doc }) => exportedTicket(ticketSchema.parse(doc), job.policies, job.now));
      await job.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      count += page.length;
      after = last.id;
    }
  });
}
