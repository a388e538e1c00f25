import type { Ticket } from '#shared/domain/ticket.ts';
import type { CompiledCalendar } from '#shared/sla/calendar.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { Cast } from './cast.ts';
import type { Phrases, Story } from './definitions.ts';
import type { TicketPlan } from './plan.ts';
import type { Random } from './random.ts';

/** What the life of one ticket is made from. `ticket` reads it as it stands after the steps done so far. */
export interface LifeInput {
  readonly id: string;
  readonly story: Story;
  readonly plan: TicketPlan;
  readonly cast: Cast;
  readonly phrases: Phrases;
  readonly policy: CompiledPolicy;
  readonly office: CompiledCalendar;
  readonly random: Random;
  ticket(): Ticket;
}
