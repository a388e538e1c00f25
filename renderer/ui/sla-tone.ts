import type { TargetStatus } from '#shared/sla/evaluate.ts';

/** The four colours of the SLA scale: calm, near, late, and at rest. Each has its own word and icon too. */
export type SlaTone = 'calm' | 'near' | 'late' | 'rest';

/** What the chip says; `left` and `over` carry the working time in ms. */
export type SlaSaying =
  | { readonly tone: SlaTone; readonly word: 'left' | 'over' | 'metLate'; readonly ms: number }
  | { readonly tone: SlaTone; readonly word: 'paused' | 'met' | 'void' };

/** A target is near its deadline from this share of its duration on. */
const nearFrom = 0.75;

/** What to say of a target: its tone, the word, and the working time it speaks of (ms). */
export function saySla(status: TargetStatus): SlaSaying {
  switch (status.state) {
    case 'paused':
      return { tone: 'rest', word: 'paused' };
    case 'met':
      return { tone: 'rest', word: 'met' };
    case 'void':
      return { tone: 'rest', word: 'void' };
    case 'breached':
      return status.stoppedAt === null
        ? { tone: 'late', word: 'over', ms: -status.remainingMs }
        : { tone: 'late', word: 'metLate', ms: -status.remainingMs };
    case 'running':
      return {
        tone: status.warning !== null && status.warning >= nearFrom ? 'near' : 'calm',
        word: 'left',
        ms: status.remainingMs,
      };
  }
}
