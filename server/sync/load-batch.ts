import { sql } from 'kysely';
import type { MutationNeeds } from '#shared/mutations/definition.ts';
import { rowSchemas, spaceOfOpd } from '#shared/sync/rows.ts';
import type { Tx } from '../db/open.ts';
import { CheckedDocs, type Loaded } from './overlay.ts';

const unique = (values: Iterable<string>) => [...new Set(values)];

/** The spaces in which a batch may write: those of its tickets, and of the offices (which exist) it registers for. */
export async function touchedSpaces(tx: Tx, needs: readonly MutationNeeds[]): Promise<string[]> {
  const tickets = unique(needs.map((need) => need.ticketId));
  const offices = unique(needs.flatMap((need) => (need.opd === null ? [] : [need.opd])));
  const { rows } = await sql<{ kind: string; name: string }>`
    SELECT DISTINCT 'space' AS kind, space AS name FROM stored_row WHERE kind = 'ticket' AND id = ANY(${tickets}::text[])
    UNION
    SELECT 'opd', id FROM stored_row WHERE kind = 'opd' AND id = ANY(${offices}::text[]) AND NOT deleted`.execute(
    tx,
  );
  return rows.map((row) => (row.kind === 'opd' ? spaceOfOpd(row.name) : row.name));
}

/**
 * Loads in one query everything the mutations read: their tickets with forms and files, the people and offices they name, and
 * whoever already bears the numbers they give.
 */
export async function loadBatch(tx: Tx, needs: readonly MutationNeeds[]): Promise<Loaded> {
  const tickets = unique(needs.map((need) => need.ticketId));
  const users = unique(needs.flatMap((need) => need.users));
  const offices = unique(needs.flatMap((need) => (need.opd === null ? [] : [need.opd])));
  const numbers = unique(needs.flatMap((need) => (need.number === null ? [] : [need.number])));
  // Forms and files of a ticket lie between "<ticket>/" and "<ticket>0", the next character after the slash. They are looked
  // up ticket by ticket (OFFSET 0): left to itself the planner holds every form there is against every ticket.
  const { rows } = await sql<{ kind: string; id: string; doc: unknown }>`
    SELECT kind, id, doc FROM stored_row WHERE kind = 'ticket' AND id = ANY(${tickets}::text[]) AND NOT deleted
    UNION ALL
    SELECT part.kind, part.id, part.doc FROM unnest(${tickets}::text[]) AS wanted (id)
      CROSS JOIN (VALUES ('form'), ('attachment')) AS kinds (kind)
      CROSS JOIN LATERAL (
        SELECT kind, id, doc FROM stored_row
        WHERE kind = kinds.kind COLLATE "C" AND NOT deleted
          AND id > (wanted.id || '/') COLLATE "C" AND id < (wanted.id || '0') COLLATE "C" OFFSET 0) AS part
    UNION ALL
    SELECT kind, id, doc FROM stored_row WHERE kind = 'user' AND id = ANY(${users}::text[]) AND NOT deleted
    UNION ALL
    SELECT kind, id, doc FROM stored_row WHERE kind = 'opd' AND id = ANY(${offices}::text[]) AND NOT deleted
    UNION ALL
    SELECT 'number', id, doc -> 'number' FROM stored_row
      WHERE kind = 'ticket' AND doc ->> 'number' = ANY(${numbers}::text[]) AND NOT deleted`.execute(tx);
  const loaded: Loaded = {
    tickets: new CheckedDocs((doc) => rowSchemas.ticket.parse(doc)),
    forms: new CheckedDocs((doc) => rowSchemas.form.parse(doc)),
    attachments: new CheckedDocs((doc) => rowSchemas.attachment.parse(doc)),
    users: new CheckedDocs((doc) => rowSchemas.user.parse(doc)),
    opds: new CheckedDocs((doc) => rowSchemas.opd.parse(doc)),
    numbers: new Map(),
  };
  for (const { kind, id, doc } of rows) {
    if (kind === 'ticket') loaded.tickets.addStored(id, doc);
    else if (kind === 'form') loaded.forms.addStored(id, doc);
    else if (kind === 'attachment') loaded.attachments.addStored(id, doc);
    else if (kind === 'user') loaded.users.addStored(id, doc);
    else if (kind === 'opd') loaded.opds.addStored(id, doc);
    else loaded.numbers.set(String(doc), id);
  }
  return loaded;
}
