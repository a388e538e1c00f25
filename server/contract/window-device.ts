import { expect } from 'vitest';
import { type OlderWanted, olderLineSchema } from '#shared/sync/older.ts';
import type { Change, Cursor } from '#shared/sync/protocol.ts';
import { aggregateOf } from '#shared/sync/rows.ts';
import { notOver } from '../store/ticket-span.ts';
import type { TestDevice } from './device.ts';
import type { World } from './world.ts';

const keyOf = ({ kind, id }: Pick<Change, 'kind' | 'id'>) => `${kind} ${id}`;

/** A device with a window that keeps rows by hand, and can be held against the server. */
export class WindowDevice {
  /** Whose session it speaks with. */
  device: TestDevice;
  readonly rows = new Map<string, unknown>();
  cursor: Cursor;
  leftOut = false;

  private constructor(device: TestDevice, cursor: Cursor) {
    this.device = device;
    this.cursor = cursor;
  }

  /** A first pull with a window; also where the stream is cut and goes on behind each `cutAfter` rows. */
  static async firstPull(device: TestDevice, months = 13): Promise<WindowDevice> {
    const answer = await device.send('snapshot', { protocol: 2, after: null, months });
    const lines = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const own = new WindowDevice(device, lines[0].cursor);
    let count = 0;
    for (const { line, kind, docs } of lines) {
      if (line !== 'rows') continue;
      count += docs.length;
      for (const doc of docs) own.rows.set(keyOf({ kind, id: doc.id ?? doc.code }), doc);
    }
    expect(lines[0].total).toBe(count);
    return own;
  }

  async page(limit = 1000) {
    const answer = await this.device.send('pull', {
      protocol: 2,
      cursor: this.cursor,
      outcomesAfter: 0,
      limit,
    });
    if (answer.statusCode !== 200) throw new Error(`pull: ${answer.statusCode} ${answer.body}`);
    const page = answer.json();
    for (const change of [...(page.unchanged ?? []), ...page.changes] as Change[]) {
      if (change.doc === null) this.rows.delete(keyOf(change));
      else this.rows.set(keyOf(change), change.doc);
    }
    for (const space of page.droppedSpaces as string[]) {
      for (const [key, doc] of this.rows)
        if (space === `opd:${(doc as { opd?: string }).opd}`) this.rows.delete(key);
    }
    this.leftOut ||= page.leftOut === true;
    this.cursor = page.cursor;
    return page as { changes: Change[]; unchanged?: Change[]; more: boolean };
  }

  async pull(limit = 1000): Promise<void> {
    while ((await this.page(limit)).more);
  }

  async older(wanted: OlderWanted, after: string | null = null) {
    const { since } = this.cursor;
    const answer = await this.device.send('older', { protocol: 2, since, wanted, after });
    if (answer.statusCode !== 200) throw new Error(`older: ${answer.statusCode} ${answer.body}`);
    const lines = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => olderLineSchema.parse(JSON.parse(line)));
    for (const line of lines) {
      if (line.line === 'tickets') for (const change of line.rows) this.rows.set(keyOf(change), change.doc);
    }
    return lines;
  }

  get tickets(): string[] {
    return [...this.rows.keys()]
      .filter((key) => key.startsWith('ticket '))
      .map((key) => key.slice(7))
      .sort();
  }

  /**
   * Holds the device, which has pulled everything, against the server: of no ticket it has a part, nothing is out of date,
   * and no ticket of its offices is missing that is not over or was active in the window.
   */
  async check(world: World, offices: readonly string[]): Promise<void> {
    const { db } = world.database;
    const stored = await db.selectFrom('stored_row').selectAll().where('deleted', '=', false).execute();
    const ofOffices = stored.filter(({ space }) => offices.some((opd) => space === `opd:${opd}`));
    const held = new Set([...this.rows.keys()].map((key) => aggregateOf(key.slice(key.indexOf(' ') + 1))));
    const expected = new Map(
      ofOffices.filter(({ id }) => held.has(aggregateOf(id))).map((row) => [keyOf(row), row.doc]),
    );
    const own = new Map(
      [...this.rows].filter(([key]) => /^(ticket|form|journal|attachment) /.test(key)).sort(),
    );
    expect(own).toEqual(new Map([...expected].sort()));
    const spans = await db.selectFrom('ticket_span').selectAll().execute();
    const since = this.cursor.since ?? 0;
    for (const { id, space, ended_at: endedAt } of spans) {
      if (offices.some((opd) => space === `opd:${opd}`) && endedAt >= since) expect(held).toContain(id);
    }
    expect(spans.every(({ ended_at: endedAt }) => endedAt <= notOver)).toBe(true);
  }
}
