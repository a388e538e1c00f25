import { sql } from 'kysely';
import { z } from 'zod';
import { isInScope, type Opd, opdSchema, type User, userSchema } from '#shared/domain/reference.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Recipient } from '#shared/sla/pack.ts';
import type { Tx } from '../db/open.ts';

/** Somebody who can be written to. */
export interface Person {
  readonly address: string;
  readonly name: string;
}

const addressSchema = z.email().max(200);

/** An address fit for a mail, in lower case; null where the text is none. */
export function addressOf(text: string | undefined): string | null {
  const read = addressSchema.safeParse((text ?? '').trim());
  return read.success ? read.data.toLowerCase() : null;
}

/** The persons behind the recipients that packs name, for some tickets; read at the moment of telling. */
export class People {
  readonly #users: readonly User[];
  readonly #opds: ReadonlyMap<string, Opd>;

  private constructor(users: readonly User[], opds: ReadonlyMap<string, Opd>) {
    this.#users = users;
    this.#opds = opds;
  }

  /** Reads everybody whom news of these tickets may concern. A damaged row is passed over. */
  static async read(tx: Tx, tickets: readonly Pick<Ticket, 'opd' | 'assignee'>[]): Promise<People> {
    const codes = [...new Set(tickets.map(({ opd }) => opd))];
    const found = await sql<{ doc: unknown }>`
      SELECT doc FROM stored_row WHERE kind = 'opd' AND id = ANY(${codes}::text[]) AND NOT deleted`.execute(
      tx,
    );
    const offices = found.rows.flatMap(({ doc }) => opdSchema.safeParse(doc).data ?? []);
    const named = tickets.flatMap(({ assignee }) => (assignee === null ? [] : [assignee]));
    const onLevels = offices.flatMap(({ levels }) => Object.values(levels ?? {}).flat());
    const ids = [...new Set([...named, ...onLevels])];
    const { rows } = await sql<{ doc: unknown }>`
      SELECT doc FROM stored_row WHERE kind = 'user' AND NOT deleted AND (id = ANY(${ids}::text[])
        OR ((doc ->> 'role') IN ('operator', 'supervisor')
          AND ((doc -> 'scope') = '"*"'::jsonb OR jsonb_exists_any(doc -> 'scope', ${codes}::text[]))))
      ORDER BY id`.execute(tx);
    const users = rows.flatMap(({ doc }) => userSchema.safeParse(doc).data ?? []);
    return new People(users, new Map(offices.map((opd) => [opd.code, opd])));
  }

  /** Name of an office, or its code where it has none. */
  officeName(code: string): string {
    return this.#opds.get(code)?.name || code;
  }

  /**
   * Who stands behind a recipient of this ticket and has an address. Operators and supervisors are those who work for the
   * ticket's office; persons on a level are those its administrator put there.
   */
  of(ticket: Pick<Ticket, 'opd' | 'assignee' | 'client' | 'guestEmail'>, recipient: Recipient): Person[] {
    switch (recipient) {
      case 'client': {
        const address = addressOf(ticket.client.email) ?? addressOf(ticket.guestEmail);
        return address === null ? [] : [{ address, name: ticket.client.name }];
      }
      case 'assignee':
        return this.#withAddress((user) => user.id === ticket.assignee && isInScope(user, ticket.opd));
      case 'operator':
      case 'supervisor':
        return this.#withAddress((user) => user.role === recipient && isInScope(user, ticket.opd));
      default: {
        const ids = this.#opds.get(ticket.opd)?.levels?.[recipient.slice('level'.length)] ?? [];
        return this.#withAddress((user) => ids.includes(user.id));
      }
    }
  }

  #withAddress(isMeant: (user: User) => boolean): Person[] {
    return this.#users.flatMap((user) => {
      const address = user.active && isMeant(user) ? addressOf(user.email) : null;
      return address === null ? [] : [{ address, name: user.name }];
    });
  }
}
