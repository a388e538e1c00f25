import type { Workplace } from './workplace.ts';

/** What a part of the test is asked to do. */
export interface LinePlan {
  /** How long people work, or at most wait, minutes. */
  readonly minutes: number;
  /** Mutations a device has to send when it comes back. */
  readonly outbox: number;
  /** Tickets a device has to pull. */
  readonly tickets: number;
  readonly seed: number;
  readonly place: Workplace;
  readonly say: (line: string) => void;
}
