import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { type Ticket, ticketSchema } from '#shared/domain/ticket.ts';
import { register } from '../../e2e/support/staffed-server.ts';
import { changeStatus, correctField, openTicketPage, writeMessages } from '../../e2e/support/ticket-steps.ts';

const steps = [
  ...['note', 'note', 'note', 'reply', 'reply', 'correct', 'correct'],
  ...['register', 'attach', 'resolve', 'reload'],
] as const;
export type WorkStep = 'note' | 'reply' | 'correct' | 'register' | 'attach' | 'resolve' | 'reload';

/** One thing a person does. */
interface Plan {
  readonly step: WorkStep;
  readonly place: number;
}

/** Work that the screen has called saved, findable by a word that occurs nowhere else. */
export interface KeptWork {
  readonly step: Exclude<WorkStep, 'reload'>;
  readonly word: string;
  readonly ticketId: string;
}

const plans = fc.record({ step: fc.constantFrom(...steps), place: fc.nat() }) as fc.Arbitrary<Plan>;
const correctable = ['Pengelola teknis', 'Perangkat atau layanan terdampak'];

/** A person who does one thing after the other at a desk, in an order drawn from a seed. */
export class WorkingPerson {
  readonly kept: KeptWork[] = [];
  reloads = 0;
  readonly #page: Page;
  readonly #name: string;
  readonly #plans: readonly Plan[];
  readonly #shared: Ticket[];
  readonly #own: Ticket[];
  #done = 0;

  /** @param shared tickets others work on at the same time. @param own tickets nobody else resolves. */
  constructor(
    page: Page,
    name: string,
    seed: number,
    tickets: { readonly shared: readonly Ticket[]; readonly own: readonly Ticket[] },
  ) {
    this.#page = page;
    this.#name = name;
    this.#plans = fc.sample(fc.noBias(plans), { seed, numRuns: 5_000 });
    this.#shared = [...tickets.shared];
    this.#own = [...tickets.own];
  }

  /** The next thing of the plan. */
  async doNext(): Promise<void> {
    const { step, place } = this.#plans[this.#done % this.#plans.length] ?? { step: 'note', place: 0 };
    this.#done += 1;
    const word = `${this.#name}${this.#done}x`;
    const page = this.#page;
    if (step === 'reload') {
      this.reloads += 1;
      await page.reload();
      await page.getByText('menunggu dikirim').first().waitFor();
      return;
    }
    if (step === 'register') {
      const ticket = await register(page, `Loket ${word} tidak tersambung`);
      this.#shared.push(ticket);
      return this.#keep(step, word, ticket);
    }
    if (step === 'resolve') {
      const ticket = this.#own.pop();
      if (ticket === undefined) return;
      await openTicketPage(page, ticket);
      await changeStatus(page, 'Selesaikan', 'Solusi', `Kabel diganti ${word}.`);
      return this.#keep(step, word, ticket);
    }
    const ticket = this.#shared[place % this.#shared.length];
    if (ticket === undefined) throw new Error('no ticket to work on');
    await openTicketPage(page, ticket);
    // What was written on the same ticket before still has the focus, and would take the shortcut as text.
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    if (step === 'note' || step === 'reply') await writeMessages(page, step, [`Keterangan ${word}.`]);
    else if (step === 'correct')
      await correctField(page, correctable[place % correctable.length] ?? '', `Seksi ${word}`);
    else await this.#attach(word);
    this.#keep(step, word, ticket);
  }

  async #attach(word: string): Promise<void> {
    const panel = this.#page.getByRole('region', { name: 'Lampiran' });
    const name = `surat-${word}.txt`;
    // From a few bytes to several pieces of an upload.
    const text = `${word} `.repeat(1 + (this.#done % 5) * 3_000);
    await panel.locator('input[type=file]').setInputFiles({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    });
    await panel.getByText(name).first().waitFor();
  }

  #keep(step: KeptWork['step'], word: string, ticket: Ticket): void {
    this.kept.push({ step, word, ticketId: ticket.id });
  }
}

/** Tickets in hand among the rows a server or a device holds, by id. */
export function ticketsInHand(rows: ReadonlyMap<string, string>): Ticket[] {
  return [...rows]
    .filter(([key]) => key.startsWith('ticket|'))
    .map(([, row]) => ticketSchema.parse(JSON.parse(row)))
    .filter(({ state, openEscalation }) => state === 'in_progress' && openEscalation === null)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
