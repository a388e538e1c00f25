import { evaluate } from '#shared/sla/evaluate.ts';
import { fill, wording } from './definitions.ts';
import type { Step } from './desk.ts';
import { concludes, givesUp } from './ending.ts';
import type { LifeInput } from './life-input.ts';
import { OfficeTime } from './office-time.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Open time a target allows, ms. */
function targetOf(input: LifeInput, metric: string): number {
  const { metrics } = evaluate(input.policy, input.ticket(), input.ticket().registeredAt);
  return metrics.find((target) => target.metric === metric)?.durationMs ?? 8 * hour;
}

/** Everything after the registration, step by step; the reader stops where the present is reached. */
export function* livesOn(input: LifeInput): Generator<Step, void> {
  const { id, story, plan, cast, phrases, random } = input;
  const { operator } = cast;
  if (plan.until === 'registered') return;
  const time = new OfficeTime(plan.reportedAt, input.office);
  time.until(input.office.elapsed(plan.reportedAt, input.ticket().registeredAt));
  const room = plan.withinMs ?? Number.POSITIVE_INFINITY;
  const response = Math.min(random.logNormal(0.35, 0.75) * targetOf(input, 'response'), room * 0.3);
  const resolution = Math.min(random.logNormal(0.3, 0.8) * targetOf(input, 'resolution'), room * 0.8);
  const slots = {
    ...cast.slots,
    client: cast.client.name,
    number: input.ticket().number,
    title: input.ticket().title,
  };

  yield {
    at: time.after(random.whole(20, 60) * 1000),
    who: operator,
    name: 'sop.mark',
    args: { id, step: '4' },
  };
  const present = input.ticket();
  if (present.category !== story.category) {
    const { kind, category, serviceItem } = present;
    const args = {
      id,
      kind,
      category: story.category,
      serviceItem: story.serviceItem,
      from: { kind, category, serviceItem },
    };
    yield { at: time.after(minute), who: operator, name: 'ticket.classify', args };
  }
  for (const { step, on } of input.policy.pack.steps) {
    if (on !== 'hand') continue;
    const at = time.after(random.whole(3, 80) * minute);
    yield { at, who: operator, name: 'ticket.step', args: { id, step } };
  }
  yield {
    at: time.after(30_000),
    who: operator,
    name: 'ticket.assign',
    args: { id, assignee: operator.id, team: 'service_desk' },
  };
  time.until(response);
  if (random.chance(0.7)) {
    const text = fill(random.pick(phrases.acknowledgements), slots);
    yield { at: time.after(1000), who: operator, name: 'ticket.reply', args: { id, text } };
  }
  yield {
    at: time.after(30_000),
    who: operator,
    name: 'ticket.move',
    args: { id, to: 'in_progress', reason: '' },
  };
  const check = Math.min(random.whole(4, 18) * minute, room * 0.1);
  yield {
    at: time.after(check),
    who: operator,
    name: 'ticket.note',
    args: { id, text: fill(random.pick(story.checks), slots) },
  };
  yield { at: time.after(10_000), who: operator, name: 'sop.mark', args: { id, step: '8' } };
  if (plan.until === 'working') return;

  if (plan.until === 'closed' && random.chance(0.04)) {
    yield* givesUp(input, time);
    return;
  }
  if (
    plan.until === 'waiting' ||
    (plan.until === 'closed' && story.waits.length > 0 && random.chance(0.45))
  ) {
    const reason = random.pick(
      story.waits.length > 0 ? story.waits : ['Menunggu keterangan tambahan dari pelapor'],
    );
    yield { at: time.after(minute), who: operator, name: 'ticket.move', args: { id, to: 'waiting', reason } };
    if (plan.until === 'waiting') return;
    const back = time.after(random.logNormal(9, 0.8) * hour);
    yield {
      at: back,
      who: operator,
      name: 'ticket.move',
      args: { id, to: 'in_progress', reason: random.pick(phrases.resumed) },
    };
  }
  const needsTechnician =
    plan.until === 'escalated' || plan.until === 'accepted' || random.chance(story.escalate);
  if (needsTechnician) yield* handsOver(input, time, resolution, slots);
  else {
    const solution = fill(wording(story.solutions, cast.variant), slots);
    const args = { id, solution, cause: wording(story.causes, cast.variant) };
    yield { at: time.until(resolution), who: operator, name: 'ticket.resolve', args };
  }
  if (plan.until === 'closed' || plan.until === 'resolved') yield* concludes(input, time, slots);
}

/** FRM-006: handed over, perhaps returned by the wrong team first, then accepted and answered. */
function* handsOver(
  input: LifeInput,
  time: OfficeTime,
  resolution: number,
  slots: Readonly<Record<string, string>>,
): Generator<Step, void> {
  const { id, story, plan, cast, phrases, random } = input;
  const { operator, technician, wrongTechnician } = cast;
  const left = Math.max(20 * minute, resolution - time.spent);
  const pace = Math.min(left, (plan.withinMs ?? Number.POSITIVE_INFINITY) * 0.5);
  const escalate = (at: number, place: number, to: typeof technician): Step => {
    const { metrics } = evaluate(input.policy, input.ticket(), at);
    const remainingMs = metrics.find(({ metric }) => metric === 'resolution')?.remainingMs ?? null;
    const toTeam = to.teams[0] ?? story.team;
    const reason = `Memerlukan penanganan ${to.position.toLowerCase()}: ${fill(random.pick(story.checks), slots)}`;
    const tried = fill(random.pick(story.tried), slots);
    const formId = `${id}/frm-006-${place}`;
    const args = { id, formId, to: to.id, toTeam, toLevel: 2, reason, tried, remainingMs };
    return { at, who: operator, name: 'ticket.escalate', args };
  };
  let place = 1;
  if (plan.until === 'closed' && wrongTechnician !== null && random.chance(0.13)) {
    yield escalate(time.after(pace * 0.1), place, wrongTechnician);
    const args = { id, formId: `${id}/frm-006-${place}`, reason: random.pick(phrases.returns) };
    yield { at: time.after(pace * 0.2), who: wrongTechnician, name: 'escalation.return', args };
    place = 2;
  }
  yield escalate(time.after(pace * 0.1), place, technician);
  if (plan.until === 'escalated') return;
  const formId = `${id}/frm-006-${place}`;
  yield { at: time.after(pace * 0.2), who: technician, name: 'escalation.accept', args: { id, formId } };
  if (plan.until === 'accepted') return;
  const investigation = fill(wording(story.investigation, cast.variant), slots);
  const solution = fill(wording(story.solutions, cast.variant), slots);
  const args = { id, formId, investigation, cause: wording(story.causes, cast.variant), solution };
  yield { at: time.until(time.spent + pace * 0.4), who: technician, name: 'escalation.answer', args };
}
