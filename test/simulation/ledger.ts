import type { Operation } from './operations.ts';

/** Work a person was told is saved. */
export interface Saved {
  readonly desk: number;
  readonly username: string;
  readonly name: string;
  readonly ticketId: string;
  readonly word: string;
  /** True time, UTC ms. */
  readonly at: number;
  /** The last instant at which this computer had heard of the server, true time; 0 where never. */
  readonly heardAt: number;
}

/** What really happened, known to nobody but the run itself. */
export class Ledger {
  readonly saved: Saved[] = [];
  readonly tickets: string[] = [];
  #words = 0;

  /** A word nobody has written before. */
  nextWord(): string {
    this.#words += 1;
    return `kata${this.#words}selesai`;
  }

  note(operation: Operation, who: Omit<Saved, 'name' | 'ticketId' | 'word'>): void {
    const ticketId = String(operation.args.id);
    if (operation.name === 'ticket.register') this.tickets.push(ticketId);
    this.saved.push({ ...who, name: operation.name, ticketId, word: operation.word });
  }
}

/** Mutations whose word ends up somewhere to be found again. */
const wordless = new Set([
  'ticket.classify',
  'ticket.prioritise',
  'ticket.assign',
  'escalation.accept',
  'ticket.confirm',
  'sop.mark',
  'ticket.step',
  'notice.record',
  'ticket.expire',
]);

/** Whether what was typed holds the operation's word. */
export function hasWord(name: string, args: unknown, word: string): boolean {
  return !wordless.has(name) && JSON.stringify(args).includes(word);
}
