import { type ClockMode, type CompiledTarget, clock } from './policy.ts';
import type { SlaInput, TimelineEvent } from './timeline.ts';

/** How the events of a ticket start, pause and stop the clock of one target. `evaluate` walks them without a list. */

/** A stretch of time in which a clock did one thing. Instants are UTC ms. */
export type Phase = { readonly from: number; readonly to: number; readonly mode: ClockMode };

/** What a clock did up to an instant; `end` is what it does there, `void` after a cancelled ticket. */
export type Phases = { readonly phases: readonly Phase[]; readonly end: ClockMode | 'void' };

/** Instant at which a target's clock starts; null when its starting step has not been reached. */
export function startOf(
  target: CompiledTarget,
  input: SlaInput,
  timeline: readonly TimelineEvent[],
  now: number,
): number | null {
  if (target.startStep === null) return input.reportedAt;
  for (const event of timeline) {
    if (event.at > now) break;
    if (event.type === 'step' && event.step === target.startStep) return Math.max(event.at, input.reportedAt);
  }
  return null;
}

/** What an event does to a target's clock: a new mode, `void`, or null for nothing. */
export function effectOf(
  target: CompiledTarget,
  mode: ClockMode,
  event: TimelineEvent,
): ClockMode | 'void' | null {
  if (mode === clock.stop && target.final) return null;
  if (event.type === 'state') {
    if (event.to !== 'cancelled') return target.modes[event.to];
    return mode === clock.stop ? null : 'void';
  }
  if (event.type === 'reply') return target.stopsAtReply ? clock.stop : null;
  return target.stopStep === event.step ? clock.stop : null;
}

/** The stretches of a target's clock from its start to `now`, in order and without gaps; none after it has stopped for good. */
export function phasesOf(
  target: CompiledTarget,
  timeline: readonly TimelineEvent[],
  startAt: number,
  now: number,
): Phases {
  const phases: Phase[] = [];
  let mode: ClockMode = clock.run;
  let since = startAt;
  for (const event of timeline) {
    if (event.at > now) break;
    const effect = effectOf(target, mode, event);
    if (effect === null || effect === mode) continue;
    const at = Math.max(event.at, startAt);
    if (at > since) phases.push({ from: since, to: at, mode });
    since = at;
    if (effect === 'void') return { phases, end: 'void' };
    mode = effect;
  }
  if (mode !== clock.stop && now > since) phases.push({ from: since, to: now, mode });
  return { phases, end: mode };
}
