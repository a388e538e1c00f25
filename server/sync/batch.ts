import type { Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { MutationNeeds } from '#shared/mutations/definition.ts';
import { applyMutation, type CheckedMutation, type MutationName } from '#shared/mutations/registry.ts';
import type { MutationContext, Refusal } from '#shared/mutations/transaction.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { Row } from '#shared/sync/rows.ts';
import type { Tx } from '../db/open.ts';
import { saveRows, spaceOfRow } from '../store/rows.ts';
import { lockSpaces, type SpaceState, saveSpaces } from '../store/spaces.ts';
import { noteTicketSpans } from '../store/ticket-span.ts';
import type { VersionedRow } from '../store/versioned-row.ts';
import { loadBatch, touchedSpaces } from './load-batch.ts';
import { createOverlay, type Loaded } from './overlay.ts';

/** A ticket appeared in a space this transaction has not locked: take the locks anew. */
export class SpaceNotLockedError extends Error {
  readonly code = '40001';
}

/** What an accepted mutation made of its ticket. */
export interface TicketChange {
  readonly name: MutationName;
  readonly context: MutationContext;
  /** Undefined for a ticket that is new. */
  readonly before: Ticket | undefined;
  readonly after: Ticket;
}

/**
 * Mutations applied one after the other in one transaction, whoever sends them. Everything they read is loaded and their
 * spaces are locked beforehand; each accepted one raises the version of its space by one; `save` writes rows, journal,
 * chain and counters.
 */
export class Batch {
  readonly #tx: Tx;
  readonly #policies: PolicyLookup;
  readonly #spaces: ReadonlyMap<string, SpaceState>;
  readonly #loaded: Loaded;
  readonly #rows = new Map<string, VersionedRow>();
  readonly #changes: TicketChange[] = [];

  private constructor(
    tx: Tx,
    policies: PolicyLookup,
    spaces: ReadonlyMap<string, SpaceState>,
    loaded: Loaded,
  ) {
    this.#tx = tx;
    this.#policies = policies;
    this.#spaces = spaces;
    this.#loaded = loaded;
  }

  /** Locks the spaces the mutations may write in, as far as `mayWrite` lets them, and loads what they read. */
  static async open(
    tx: Tx,
    policies: PolicyLookup,
    needs: readonly MutationNeeds[],
    mayWrite: (space: string) => boolean,
  ): Promise<Batch> {
    const spaces = await lockSpaces(tx, (await touchedSpaces(tx, needs)).filter(mayWrite));
    return new Batch(tx, policies, spaces, await loadBatch(tx, needs));
  }

  /** What the accepted mutations changed, in their order. */
  get changes(): readonly TicketChange[] {
    return this.#changes;
  }

  /** A ticket as it stands after the accepted mutations. Throws ZodError where its stored document is damaged. */
  ticket(id: string): Ticket | undefined {
    return this.#loaded.tickets.get(id);
  }

  /**
   * Runs one mutation. Of a refused one, or one that throws, nothing remains.
   * @throws SpaceNotLockedError, which must reach `withRetries`.
   */
  apply(mutation: CheckedMutation, context: MutationContext): Result<void, Refusal> {
    const { ticketId } = mutation.needs;
    const overlay = createOverlay(this.#loaded, this.#policies);
    const applied = applyMutation(overlay.transaction, mutation, context);
    if (!applied.ok) return applied;
    const before = this.ticket(ticketId);
    this.#addVersioned(overlay.written());
    overlay.accept();
    const after = this.ticket(ticketId);
    if (after !== undefined && after !== before)
      this.#changes.push({ name: mutation.name, context, before, after });
    return applied;
  }

  /** Gives the rows of one mutation the next version of their space. */
  #addVersioned(rows: readonly Row[]): void {
    const raised = new Set<string>();
    for (const row of rows) {
      const space = this.#spaces.get(spaceOfRow(row));
      if (space === undefined) throw new SpaceNotLockedError('space not locked');
      if (!raised.has(space.id)) space.version += 1;
      raised.add(space.id);
      const { kind, id, doc } = row;
      this.#rows.set(`${kind} ${id}`, { kind, id, doc, space: space.id, version: space.version });
    }
  }

  /** @returns the spaces that moved, to be told after the commit. */
  async save(): Promise<string[]> {
    const rows = [...this.#rows.values()];
    await saveRows(this.#tx, rows, this.#spaces);
    await noteTicketSpans(this.#tx, rows, 'receivedAt');
    await saveSpaces(this.#tx, [...this.#spaces.values()]);
    return [...new Set(rows.map((row) => row.space))];
  }
}
