import { describe, expect, it } from 'vitest';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { calendarRowSchema } from '#shared/sla/published.ts';
import { loadShipped } from '../cli/with-database.ts';
import { loadDemoDefinitions } from './definitions.ts';
import { ownCalendarRow, workplacesOf } from './workplaces.ts';

const { packs } = loadShipped();
const definitions = loadDemoDefinitions();
const { ownDays: own, offices } = definitions;
const row = ownCalendarRow(own, { id: 'demo-admin', name: 'Admin' }, 1_000);
const at = (local: string): number => Date.parse(`${local}+07:00`);

describe('the office of the demo with days of its own', () => {
  it('is one of the offices, its days the first revision and in force from the beginning', () => {
    expect(offices.map(({ code }) => code)).toContain(own.opd);
    expect(row).toMatchObject({
      id: `${own.opd}.1`,
      opd: own.opd,
      revision: 1,
      appliesFrom: 0,
      publishedAt: 1_000,
    });
    expect(calendarRowSchema.parse(row)).toEqual(row);
  });

  it('has no decree that could be taken for a real one', () => {
    const { holidays, halfDays, periods } = own.days;
    for (const { decree } of [...holidays, ...halfDays, ...periods])
      expect(decree === '' || decree?.startsWith('CONTOH (rekaan): ')).toBe(true);
    expect(holidays.map((day) => ('kind' in day ? day.kind : undefined))).toEqual(['local', 'local']);
  });

  it('works 32 hours and a half a week in Ramadan, breaks of 30 minutes and 60 on Fridays not counted', () => {
    const [period] = own.days.periods;
    const { office } = workplacesOf(new PolicyShelf(packs).find, definitions).of(own.opd);
    const monday = at('2026-03-02T00:00:00');
    const open = office.elapsed(monday, monday + 7 * 86_400_000) / 3_600_000;
    expect(open - 4 * 0.5 - 1).toBe(32.5);
    expect([period?.from, period?.to]).toEqual(['2026-02-19', '2026-03-20']);
  });

  it('is closed where the others are open, for those who make the demo as for those who look at it', () => {
    const workplaces = workplacesOf(new PolicyShelf(packs).find, definitions);
    const shelf = new PolicyShelf(packs);
    shelf.replace([], [row]);
    for (const local of ['2026-03-02T15:15:00', '2026-07-15T10:00:00']) {
      expect(workplaces.of(own.opd).office.isOpen(at(local))).toBe(false);
      expect(workplaces.of('DINKES').office.isOpen(at(local))).toBe(true);
      const open = (opd: string) => shelf.find('madiun', undefined, opd)?.calendars.get('office')?.open;
      expect(open(own.opd)?.isOpen(at(local))).toBe(false);
      expect(open('DINKES')?.isOpen(at(local))).toBe(true);
    }
  });

  it('needs the pack its offices work by', () => {
    expect(() => workplacesOf(new PolicyShelf().find, definitions)).toThrow('pack madiun');
  });
});
