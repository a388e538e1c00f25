import type { PolicyPack } from './pack.ts';
import type { CompiledPolicy } from './policy.ts';
import { inOrder, type TimelineEvent } from './timeline.ts';

/** Milestones of a pack's procedure (Jawa Barat: the seven steps of request fulfilment). */

type Milestone = PolicyPack['steps'][number];

/** Work on a ticket that reaches milestones by itself. */
export type StepCause = Exclude<Milestone['on'], 'hand'>;

export type StepProgress = Milestone & {
  /** UTC ms of the first time; null while not reached. */
  readonly doneAt: number | null;
  /** Metric of the target that ends with this milestone, where there is one. */
  readonly metric: string | null;
};

/** Every milestone of the pack in order, with when it was reached. Empty for a pack without a procedure of its own. */
export function stepsOf({ pack }: CompiledPolicy, timeline: readonly TimelineEvent[]): StepProgress[] {
  const done = new Map<string, number>();
  for (const event of inOrder(timeline)) {
    if (event.type === 'step' && !done.has(event.step)) done.set(event.step, event.at);
  }
  return pack.steps.map((milestone) => ({
    ...milestone,
    doneAt: done.get(milestone.step) ?? null,
    metric:
      pack.targets.find(({ stop }) => typeof stop === 'object' && stop.step === milestone.step)?.metric ??
      null,
  }));
}

/** The milestone that comes next: the first not reached; null when all are, or there are none. */
export function nextStep(steps: readonly StepProgress[]): StepProgress | null {
  return steps.find(({ doneAt }) => doneAt === null) ?? null;
}

/** Names of the milestones that work reaches, in the pack's order. */
export function stepsReachedBy({ pack }: CompiledPolicy, on: StepCause): string[] {
  return pack.steps.filter((milestone) => milestone.on === on).map(({ step }) => step);
}
