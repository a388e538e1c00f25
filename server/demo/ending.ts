import { fill } from './definitions.ts';
import type { Step } from './desk.ts';
import type { LifeInput } from './life-input.ts';
import type { OfficeTime } from './office-time.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The report was double, wrong, or its papers never came (one month, Jawa Barat). */
export function* givesUp(
  { id, cast, phrases, random, office }: LifeInput,
  time: OfficeTime,
): Generator<Step, void> {
  const { operator } = cast;
  const reason = random.pick(phrases.cancellations);
  if (reason !== 'Kelengkapan tidak dipenuhi') {
    yield {
      at: time.after(random.whole(10, 200) * minute),
      who: operator,
      name: 'ticket.cancel',
      args: { id, reason },
    };
    return;
  }
  const at = time.after(minute);
  const waiting = 'Menunggu kelengkapan dokumen dari pelapor';
  yield { at, who: operator, name: 'ticket.move', args: { id, to: 'waiting', reason: waiting } };
  const monthLater = office.nextOpen(office.addMonths(at, 1));
  yield { at: monthLater, who: operator, name: 'ticket.cancel', args: { id, reason } };
}

/** The client is told, confirms or not, and the ticket is closed (SOP-Dinkominfo-001 steps 15 to 17). */
export function* concludes(
  input: LifeInput,
  time: OfficeTime,
  slots: Readonly<Record<string, string>>,
): Generator<Step, void> {
  const { id, story, plan, cast, phrases, random } = input;
  const { operator } = cast;
  const informs = story.kind === 'incident' ? phrases.informs : phrases.fulfilments;
  const text = fill(random.pick(informs), { ...slots, solution: input.ticket().solution });
  yield {
    at: time.after(random.whole(2, 12) * minute),
    who: operator,
    name: 'ticket.reply',
    args: { id, text },
  };
  if (plan.until === 'resolved') return;
  if (random.chance(0.045)) {
    const reason = random.pick(phrases.reopenings);
    yield {
      at: time.after(random.logNormal(5, 0.6) * hour),
      who: operator,
      name: 'ticket.reopen',
      args: { id, reason },
    };
    const again = { id, solution: random.pick(phrases.repairs), cause: '' };
    yield {
      at: time.after(random.logNormal(2, 0.7) * hour),
      who: operator,
      name: 'ticket.resolve',
      args: again,
    };
  }
  if (random.chance(0.85))
    yield {
      at: time.after(random.logNormal(1.5, 0.8) * hour),
      who: operator,
      name: 'ticket.confirm',
      args: { id },
    };
  const note = random.pick(phrases.closings);
  yield {
    at: time.after(random.logNormal(3, 0.7) * hour),
    who: operator,
    name: 'ticket.close',
    args: { id, note },
  };
  if (random.chance(0.01)) {
    const reason = random.pick(phrases.reopenings);
    yield {
      at: time.after(random.logNormal(12, 0.5) * hour),
      who: cast.supervisor,
      name: 'ticket.reopen',
      args: { id, reason },
    };
    const again = { id, solution: random.pick(phrases.repairs), cause: '' };
    yield {
      at: time.after(random.logNormal(3, 0.7) * hour),
      who: operator,
      name: 'ticket.resolve',
      args: again,
    };
    yield {
      at: time.after(random.logNormal(3, 0.7) * hour),
      who: operator,
      name: 'ticket.close',
      args: { id, note: '' },
    };
  }
}
