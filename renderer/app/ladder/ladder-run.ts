import { z } from 'zod';
import type { Result } from '#shared/domain/result.ts';
import { type Deadline, maxDeadlines } from '#shared/ipc/contract.ts';
import type { MutationArgs } from '#shared/mutations/registry.ts';
import type { DeskStore, MutateFailure } from '../../data/contract.ts';
import type { Platform } from '../../platform/contract.ts';
import { DeskLadder, type Due, type OwnNews } from './desk-ladder.ts';
import type { NewsWords } from './news-words.ts';

export interface LadderMeans {
  readonly desk: Pick<DeskStore, 'me' | 'index' | 'reference' | 'sync' | 'drafts' | 'now' | 'mutate'>;
  readonly platform: Pick<Platform, 'setDeadlines'>;
  words(): NewsWords;
  /** Lets the window draw and answer between two pieces of work. */
  pause(): Promise<void>;
}

/** When the device last looked for what came due, UTC ms: what came before is told by nobody here any more. */
const looked = z.object({ at: z.number() });
const lookedKey = 'ladder';

/** Tickets worked out, and texts written, between two pauses. */
const sliceSize = 50;
/** Changes come in bursts (a pull): the list is handed over once they have settled (ms). */
const settleMs = 1_500;
/** While nothing comes due, the instant of the last look is written so often (ms). */
const saveEveryMs = 60_000;
/** A ticket new to the device is told of where it came due within this time (ms); older steps are old news. */
const arrivalMs = 86_400_000;
/** At the start the device first hears what happened meanwhile, but waits no longer than this (ms). */
const earliestMs = 3_000;
const latestMs = 30_000;

/**
 * The escalation ladder of one window: hands what is to come to the surroundings, which announce it, and writes down on the
 * tickets what came due. Driven by the one ticker of the window.
 */
export class LadderRun {
  readonly #means: LadderMeans;
  readonly #ladder: DeskLadder;
  readonly #queue = new Set<string>();
  #isWorking = false;
  #isReady = false;
  #isStopped = false;
  #startedAt = 0;
  #lookedAt = 0;
  #savedAt = 0;
  /** Something due could not be written: what is stored of the last look stays as it is. */
  #isOwing = false;
  /** When something last changed that was not handed over. */
  #changedAt: number | null = null;
  #texts = new WeakMap<OwnNews, Deadline>();
  #handed: { readonly deadlines: readonly Deadline[]; readonly clockOffsetMs: number } | null = null;
  #tail: Promise<void> = Promise.resolve();

  constructor(means: LadderMeans) {
    this.#means = means;
    const { me, index, reference } = means.desk;
    this.#ladder = new DeskLadder({
      me,
      clock: (id) => index.openClock(id),
      policyOf: ({ policy, opd }) => reference.policy(policy.name, policy.version, opd),
      levelsOf: (opd) => reference.opd(opd)?.levels,
    });
  }

  /** Runs until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { desk } = this.#means;
    const stored = looked.safeParse(await desk.drafts.load(lookedKey).catch(() => undefined));
    this.#startedAt = desk.now();
    const at = stored.data?.at ?? this.#startedAt;
    // A look that lies a little ahead was before the clock was put back; one far ahead says nothing of what is to come.
    this.#lookedAt = at > this.#startedAt + arrivalMs ? this.#startedAt : at;
    const stops = [
      desk.index.watchClocks((ids) => this.#enqueue(ids)),
      desk.reference.subscribe(whenLevelsChange(desk, () => this.#enqueue(openIds(desk)))),
    ];
    this.#enqueue(openIds(desk));
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    for (const stop of stops) stop();
    this.#isStopped = true;
    await this.#tail;
    await this.#save();
    await this.#means.platform.setDeadlines({ deadlines: [] });
  }

  /** The ticker's beat. Looks at the nearest step only, whatever the number of tickets. */
  tick(): void {
    const { desk } = this.#means;
    const now = desk.now();
    if (this.#isStopped || this.#startedAt === 0) return;
    if (!this.#isReady && !this.#mayBegin(now)) return;
    this.#isReady = true;
    const due = this.#ladder.due(now);
    const isDue = due.news.length > 0 || due.expired.length > 0;
    if (isDue || this.#isSettled(now) || this.#clockOffset() !== this.#handed?.clockOffsetMs) {
      this.#changedAt = null;
      this.#inTurn(() => this.#handOver(due.news));
    }
    if (isDue) this.#inTurn(() => this.#writeDown(due));
    this.#lookedAt = Math.max(this.#lookedAt, now);
    if (isDue || now - this.#savedAt >= saveEveryMs) {
      this.#savedAt = now;
      this.#inTurn(() => this.#save());
    }
  }

  /** The words are others now: another language, or other names. */
  reword(): void {
    this.#texts = new WeakMap();
    this.#changedAt = this.#means.desk.now();
  }

  #mayBegin(now: number): boolean {
    if (this.#isWorking || this.#queue.size > 0) return false;
    const { index, sync } = this.#means.desk;
    const waitedMs = now - this.#startedAt;
    const { phase } = sync.status();
    const isExchanging = phase === 'pushing' || phase === 'pulling' || phase === 'first_pull';
    return waitedMs >= latestMs || (waitedMs >= earliestMs && index.complete && !isExchanging);
  }

  #isSettled(now: number): boolean {
    return this.#changedAt !== null && !this.#isWorking && now - this.#changedAt >= settleMs;
  }

  #clockOffset(): number {
    return Math.round(this.#means.desk.sync.status().clockOffsetMs);
  }

  #enqueue(ids: Iterable<string>): void {
    for (const id of ids) this.#queue.add(id);
    if (!this.#isWorking && this.#queue.size > 0) void this.#work();
  }

  async #work(): Promise<void> {
    const { desk, pause } = this.#means;
    this.#isWorking = true;
    // At once: a single change must not wait for a turn.
    for (let count = 1; this.#queue.size > 0 && !this.#isStopped; count += 1) {
      const [id = ''] = this.#queue;
      this.#queue.delete(id);
      const now = desk.now();
      this.#ladder.judge(id, now, this.#isReady ? now - arrivalMs : this.#lookedAt);
      if (count % sliceSize === 0) await pause();
    }
    this.#isWorking = false;
    this.#changedAt = desk.now();
  }

  async #handOver(due: readonly OwnNews[]): Promise<void> {
    const { platform, words, pause } = this.#means;
    const now = due.slice(0, maxDeadlines);
    const deadlines: Deadline[] = [];
    let written = 0;
    for (const own of [...now, ...this.#ladder.coming(maxDeadlines - now.length)]) {
      let deadline = this.#texts.get(own);
      if (deadline === undefined) {
        deadline = words().deadlineOf(own);
        this.#texts.set(own, deadline);
        written += 1;
        if (written % sliceSize === 0) await pause();
      }
      deadlines.push(deadline);
    }
    const clockOffsetMs = this.#clockOffset();
    if (this.#isHanded(deadlines, clockOffsetMs)) return;
    this.#handed = { deadlines, clockOffsetMs };
    await platform.setDeadlines({ deadlines, clockOffsetMs, summary: words().summary });
  }

  #isHanded(deadlines: readonly Deadline[], clockOffsetMs: number): boolean {
    if (this.#handed === null) return false;
    const { deadlines: last, clockOffsetMs: lastOffsetMs } = this.#handed;
    return (
      lastOffsetMs === clockOffsetMs &&
      last.length === deadlines.length &&
      deadlines.every((deadline, at) => deadline === last[at])
    );
  }

  /** One mutation a ticket. What the device cannot write now is tried at its next start. */
  async #writeDown({ news, expired }: Due): Promise<void> {
    const { desk } = this.#means;
    const written: Result<unknown, MutateFailure>[] = [];
    for (const [id, own] of Map.groupBy(news, ({ ticket }) => ticket.id)) {
      const known = desk.index.openClock(id)?.notices ?? {};
      const steps = own.filter((each) => !Object.hasOwn(known, each.news.key)).map(toldStep);
      if (steps.length > 0) written.push(await desk.mutate('notice.record', { id, steps, via: 'device' }));
    }
    for (const id of expired) written.push(await desk.mutate('ticket.expire', { id }));
    this.#isOwing ||= written.some((result) => !result.ok && result.error.kind === 'storage');
  }

  async #save(): Promise<void> {
    if (this.#isOwing) return;
    // Without a place to write the next start tells again, which is better than never.
    await this.#means.desk.drafts.save(lookedKey, { at: this.#lookedAt }).catch(() => undefined);
  }

  #inTurn(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(work, work);
  }
}

function* openIds({ index }: Pick<DeskStore, 'index'>): Generator<string> {
  for (const { id } of index.openClocks()) yield id;
}

/** A listener that passes on only what concerns the persons on escalation levels. */
function whenLevelsChange({ reference }: Pick<DeskStore, 'reference'>, changed: () => void): () => void {
  const read = () => JSON.stringify(reference.opds().map(({ code, levels }) => [code, levels]));
  let known = read();
  return () => {
    const now = read();
    if (now === known) return;
    known = now;
    changed();
  };
}

function toldStep({ news, as }: OwnNews): MutationArgs<'notice.record'>['steps'][number] {
  const { key, tellAt } = news;
  if (news.kind === 'papers')
    return { key, metric: 'completeness', at: news.daysLeft, reachedAt: tellAt, told: [...as] };
  const { metric, at, reachedAt } = news.step;
  return { key, metric, at, reachedAt, told: [...as] };
}
