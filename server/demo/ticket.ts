import type { User } from '#shared/domain/reference.ts';
import type { Row } from '#shared/sync/rows.ts';
import { chooseCast } from './cast.ts';
import type { DemoDefinitions, DemoOffice, Story } from './definitions.ts';
import type { DemoDesk } from './desk.ts';
import { livesOn } from './life.ts';
import type { TicketPlan } from './plan.ts';
import type { Random } from './random.ts';
import { reportOf } from './reporting.ts';
import { usualPack, type Workplaces } from './workplaces.ts';

const minute = 60_000;

interface TicketInput {
  readonly definitions: DemoDefinitions;
  readonly users: readonly User[];
  readonly desk: DemoDesk;
  readonly workplaces: Workplaces;
  readonly plan: TicketPlan;
  /** Nothing happens after this instant, UTC ms. */
  readonly now: number;
}

function chooseStory({ definitions, plan }: TicketInput, random: Random): Story {
  const { incidents, requests } = definitions;
  // Escalated and waiting tickets of the present are incidents and requests alike; most of the work is incidents.
  const stories = random.chance(plan.until === 'registered' ? 0.75 : 0.65) ? incidents : requests;
  const fitting = plan.until === 'waiting' ? stories.filter(({ waits }) => waits.length > 0) : stories;
  return random.weighted(fitting);
}

function chooseOffice({ definitions, plan }: TicketInput, random: Random): DemoOffice {
  const { offices } = definitions;
  const planned = offices.find(({ code }) => code === plan.opd);
  return planned ?? random.pick(offices.filter(({ policy }) => policy === usualPack));
}

/** The id of a ticket: time-ordered as devices make them (UUIDv7 of the registration). */
function ticketIdOf(at: number, random: Random): string {
  const time = at.toString(16).padStart(12, '0');
  const variant = random.pick(['8', '9', 'a', 'b']);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.hex(3)}-${variant}${random.hex(3)}-${random.hex(12)}`;
}

/** Makes one ticket by letting the people act one after the other until the present; no rows where it begins later. */
export function makeTicket(input: TicketInput, random: Random): Row[] {
  const { definitions, users, desk, plan, now } = input;
  const { phrases } = definitions;
  const story = chooseStory(input, random);
  const cast = chooseCast(story, chooseOffice(input, random), users, phrases, random);
  const { policy, office } = input.workplaces.of(cast.office.code);
  const delay = Math.min(random.whole(40, 420) * 1000, (plan.withinMs ?? Number.POSITIVE_INFINITY) * 0.4);
  const registeredAt = office.add(plan.reportedAt, Math.max(minute / 2, Math.round(delay)));
  const id = ticketIdOf(registeredAt, random);
  if (registeredAt > now) return [];
  const { timeZone } = policy.pack;
  const number = desk.nextNumber(cast.operator, story.kind, cast.office.code, registeredAt, timeZone);
  const report = reportOf({ id, number, story, plan, cast, policy, phrases }, random);
  desk.act({ at: registeredAt, who: cast.operator, name: 'ticket.register', args: report });
  const ticket = () => desk.present();
  for (const step of livesOn({ id, story, plan, cast, phrases, policy, office, random, ticket })) {
    if (step.at > now) break;
    desk.act(step);
  }
  return desk.takeRows();
}
