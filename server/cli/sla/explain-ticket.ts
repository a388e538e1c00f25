import { sql } from 'kysely';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import type { Db } from '../../db/open.ts';
import { InputError } from '../output.ts';
import type { PlaceOptions } from '../place.ts';
import { readPolicies, withDatabase } from '../with-database.ts';
import { explanationsOf } from './explanations.ts';

async function readTicket(db: Db, number: string): Promise<Ticket> {
  const { rows } = await sql<{ doc: unknown }>`
    SELECT doc FROM stored_row WHERE kind = 'ticket' AND doc ->> 'number' = ${number} AND NOT deleted`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new InputError('ticket', `there is no ticket ${number}`);
  return ticketSchema.parse(row.doc);
}

/**
 * Why each target of a stored ticket is due when it is due, with the pack version and the days off it is judged by: the
 * same pieces as on screen and paper. `now` is UTC ms.
 */
export async function explainTicket(place: PlaceOptions, number: string, now: number): Promise<object> {
  return withDatabase(place, async ({ db }) => {
    const ticket = await readTicket(db, number);
    const { name, version } = ticket.policy;
    const policy = (await readPolicies(db))(name, version, ticket.opd);
    if (policy === undefined)
      throw new InputError('ticket', `the server does not have pack ${name} version ${version}`);
    return {
      id: ticket.number,
      opd: ticket.opd,
      policy: ticket.policy,
      targets: explanationsOf(policy, ticket, now),
    };
  });
}
