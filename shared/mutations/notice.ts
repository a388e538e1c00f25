import { z } from 'zod';
import { instant, rowId } from '../domain/codes.ts';
import { writeNoticeText } from '../domain/notice-text.ts';
import { err, ok } from '../domain/result.ts';
import { recipient } from '../sla/pack.ts';
import { openTicket, staffRoles } from './access.ts';
import { defineMutation } from './definition.ts';
import { record } from './journaling.ts';

const longestText = 20_000;

/** A step of the ladder, named once for all by `stepKey` of shared/sla/ladder.ts. */
const toldStep = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_.]{0,119}$/),
  metric: z.string().regex(/^[a-z][a-z0-9_]{0,59}$/),
  /** Share of the duration; days left where people are warned of papers that have not come. */
  at: z.number().positive().max(1_000),
  reachedAt: instant,
  told: z.array(recipient).min(1).max(10),
});

/**
 * Writes down of which steps of the escalation ladder people were told, each once whoever noticed first: what the ticket
 * already knows is no news, and a finished ticket has none.
 */
export const recordNotice = defineMutation({
  args: z.object({ id: rowId, steps: z.array(toldStep).min(1).max(500), via: z.enum(['device', 'mail']) }),
  roles: staffRoles,
  needs: ({ id }) => ({ ticketId: id }),
  apply(tx, { id, steps, via }, context) {
    const found = openTicket(tx, id, context);
    if (!found.ok) return found;
    const ticket = found.value;
    if (ticket.state === 'closed' || ticket.state === 'cancelled') return ok(undefined);
    const known = ticket.notices ?? {};
    const news = new Map(
      steps.filter(({ key }) => !Object.hasOwn(known, key)).map((step) => [step.key, step]),
    );
    if (news.size === 0) return ok(undefined);
    const lines = [...news.values()].map((step) => ({ ...step, percent: Math.round(step.at * 100) }));
    const text = writeNoticeText(lines);
    // A line of the journal that is longer is one no device could read.
    if (text.length > longestText) return err({ code: 'invalid_arguments', field: 'steps' });
    const told = Object.fromEntries([...news.keys()].map((key) => [key, context.occurredAt]));
    tx.putTicket({ ...ticket, notices: { ...known, ...told }, updatedAt: context.occurredAt });
    record(tx, ticket, 'notified', context, {
      text,
      changes: [{ field: 'via', from: null, to: via }],
    });
    return ok(undefined);
  },
});
