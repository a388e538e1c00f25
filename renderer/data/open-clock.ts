import type { TicketState } from '#shared/domain/codes.ts';
import type { SlaInput } from '#shared/sla/evaluate.ts';

/** An open ticket's clocks. */
export interface OpenClock {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly opd: string;
  readonly assignee: string | null;
  readonly state: TicketState;
  readonly policy: { readonly name: string; readonly version: number };
  readonly input: SlaInput;
  /** Steps already told, by `stepKey`. */
  readonly notices: Readonly<Record<string, number>>;
}

/**
 * What the clocks of open tickets run on (neither closed nor cancelled), for previews and the escalation ladder; the inputs
 * are those the list itself computes with.
 */
export interface OpenClocks {
  /** All of them; walks the open ones only. */
  openClocks(): Iterable<OpenClock>;
  /** One of them; undefined where the ticket is over, or not here. */
  openClock(id: string): OpenClock | undefined;
  /**
   * Calls back, together with the list's new version, with the tickets that were put in or taken out, or whose pack or days
   * off are others now. Returns "stop listening".
   */
  watchClocks(changed: (ids: ReadonlySet<string>) => void): () => void;
}
