import type { CompiledCalendar } from '#shared/sla/calendar.ts';

/** Office time since the report, moved on by each act: people work when the office is open. */
export class OfficeTime {
  readonly #reportedAt: number;
  readonly #office: CompiledCalendar;
  #spent = 0;

  constructor(reportedAt: number, office: CompiledCalendar) {
    this.#reportedAt = reportedAt;
    this.#office = office;
  }

  get spent(): number {
    return this.#spent;
  }

  /** Lets so much office time pass, and says what time it then is. */
  after(ms: number): number {
    this.#spent += Math.max(1000, Math.round(ms));
    return this.now();
  }

  /** Moves on to so much office time since the report, unless it is later already. */
  until(ms: number): number {
    return this.after(ms - this.#spent);
  }

  now(): number {
    return this.#office.add(this.#reportedAt, this.#spent);
  }
}
