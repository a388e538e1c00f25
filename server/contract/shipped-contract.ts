import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CalendarDays, calendarDaysSchema } from '#shared/sla/hours.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import { type Database, openDatabase } from '../db/open.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import type { Shipped } from '../policies/policy-library.ts';
import { readPublished } from '../policies/published-rows.ts';
import { publishShipped } from '../policies/seed.ts';
import { writeRows } from '../store/rows.ts';
import { readVersions } from '../store/spaces.ts';
import { createLocalPokes } from '../sync/pokes.ts';
import { createTestPlatform, nineOClock, type PlaceMaker, packOf } from './world.ts';

const daysOf = (...dates: string[]): CalendarDays => calendarDaysSchema.parse({ holidays: dates });
const first = daysOf('2026-12-25');
const second = daysOf('2026-12-25', '2027-01-01');
const shippedOf = (days: CalendarDays | null, ...versions: number[]): Shipped => ({
  packs: versions.map((version) => packOf(version)),
  national: days === null ? null : { source: 'SKB Tiga Menteri', days },
});
const person = { publishedBy: 'u-admin', publishedByName: 'Admin', publishedAt: 1, note: '' };

/** What comes with the product is published into the database (rules SEED-n). */
export function describeShipped(engine: string, makePlace: PlaceMaker): void {
  describe(`what is shipped, on ${engine}`, () => {
    let database: Database;
    let logged: string[];
    beforeEach(async () => {
      database = await openDatabase(await makePlace(), createTestPlatform());
      logged = [];
    });
    afterEach(() => database.close());

    const publish = (shipped: Shipped, now = nineOClock) =>
      publishShipped(database.db, shipped, now, (_level, event) => logged.push(event));
    const published = () => readPublished(database.db);
    const write = (...rows: Parameters<typeof writeRows>[1]) =>
      database.db.transaction().execute((tx) => writeRows(tx, rows));

    it('SEED-1 publishes packs and days off once, in force from the beginning', async () => {
      expect(await publish(shippedOf(first, 1))).toBe(2);
      const { policies, calendars } = await published();
      const stamp = { publishedBy: 'system', publishedAt: nineOClock };
      expect(policies).toMatchObject([{ id: 'madiun.1', effectiveFrom: 0, ...stamp, pack: packOf(1) }]);
      expect(calendars).toMatchObject([
        { id: 'national.1', opd: null, appliesFrom: 0, days: first, note: 'SKB Tiga Menteri', ...stamp },
      ]);
      const before = await readVersions(database.db, '*');
      expect(await publish(shippedOf(first, 1), nineOClock + 1)).toBe(0);
      expect(await readVersions(database.db, '*')).toEqual(before);
      expect(await publish({ packs: [], national: null })).toBe(0);
    });

    it('SEED-1 publishes once when several servers start at the same time', async () => {
      const counts = await Promise.all(Array.from({ length: 4 }, () => publish(shippedOf(first, 1))));
      expect(counts.sort()).toEqual([0, 0, 0, 2]);
    });

    it('SEED-2 lets days off hold from now on where there is work already', async () => {
      // Any row of this kind will do: nothing reads it here.
      await database.db
        .insertInto('stored_row')
        .values({ kind: 'ticket', id: 't', space: 'opd:DINKES', version: 1, doc: '{}' })
        .execute();
      await publish(shippedOf(first, 1));
      expect((await published()).calendars).toMatchObject([{ appliesFrom: nineOClock }]);
    });

    it('SEED-3 publishes days off that changed in a new release as the next revision', async () => {
      await publish(shippedOf(first, 1));
      expect(await publish(shippedOf(second, 1), nineOClock + 5)).toBe(1);
      expect((await published()).calendars).toMatchObject([
        { id: 'national.1', appliesFrom: 0, days: first },
        { id: 'national.2', revision: 2, appliesFrom: nineOClock + 5, days: second },
      ]);
      expect(logged).toEqual([]);
    });

    it('SEED-3 leaves the days off a person published, and says so', async () => {
      await publish(shippedOf(first, 1));
      const row = { id: 'national.2', opd: null, revision: 2, days: daysOf('2026-12-24'), appliesFrom: 7 };
      const doc: CalendarRow = { ...row, ...person };
      await write({ kind: 'calendar', id: doc.id, doc });
      expect(await publish(shippedOf(first, 1))).toBe(0);
      expect(logged).toEqual([]);
      expect(await publish(shippedOf(second, 1))).toBe(0);
      expect(logged).toEqual(['shipped_calendar_left_out']);
      expect((await published()).calendars.map(({ id }) => id)).toEqual(['national.1', 'national.2']);
    });

    it('SEED-4 lets a new release of a pack hold from now on, but not over what a person published', async () => {
      await publish(shippedOf(null, 1));
      await publish(shippedOf(null, 2), nineOClock + 5);
      expect((await published()).policies).toMatchObject([
        { id: 'madiun.1', effectiveFrom: 0 },
        { id: 'madiun.2', effectiveFrom: nineOClock + 5 },
      ]);
      const doc: PolicyRow = {
        id: 'madiun.3',
        pack: packOf(3, 20),
        effectiveFrom: nineOClock + 9,
        ...person,
      };
      await write({ kind: 'policy', id: doc.id, doc });
      expect(await publish(shippedOf(null, 4))).toBe(0);
      expect(logged).toEqual(['shipped_policy_left_out']);
      const feed = await PolicyFeed.open(database.db, shippedOf(null, 4).packs);
      expect(feed.find('madiun')?.pack).toEqual(packOf(3, 20));
    });

    it('SEED-5 keeps packs at hand, and reads them anew when asked', async () => {
      await publish(shippedOf(null, 1));
      const feed = await PolicyFeed.open(database.db, []);
      const kept = feed.find('madiun');
      await feed.reload();
      // Nothing was published: what has been worked out is kept.
      expect(feed.find('madiun')).toBe(kept);
      const read = feed.reload();
      await publish(shippedOf(first, 1, 2), nineOClock + 1);
      await Promise.all([read, feed.reload(), feed.reload()]);
      expect(feed.find('madiun')?.pack.version).toBe(2);
      const christmas = Date.UTC(2026, 11, 25, 3);
      const office = feed.find('madiun', 2, 'DINKES')?.calendars.get('office')?.open;
      expect(office?.isOpen(christmas)).toBe(false);
    });

    it('SEED-5 misses nothing that was published between its first reading and its listening', async () => {
      await publish(shippedOf(null, 1));
      const feed = await PolicyFeed.open(database.db, []);
      await publish(shippedOf(null, 1, 2), nineOClock + 1);
      const failures: unknown[] = [];
      const end = feed.follow(createLocalPokes(), (error) => failures.push(error));
      await end();
      expect(feed.find('madiun')?.pack.version).toBe(2);
      expect(failures).toEqual([]);
    });
  });
}
