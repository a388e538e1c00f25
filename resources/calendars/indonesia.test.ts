import { describe, expect, it } from 'vitest';
import indonesia from '#resources/calendars/indonesia.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import { evaluate } from '#shared/sla/evaluate.ts';
import { calendarDaysSchema } from '#shared/sla/hours.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';

const days = calendarDaysSchema.parse(indonesia.days);
const { holidays } = indonesia.days;
const years = [2023, 2024, 2025, 2026, 2027];
const dayMs = 86_400_000;

const msOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const weekdayOf = (date: string): number => new Date(msOf(date)).getUTCDay();

/** Dates of the national holidays of a year whose name matches. */
function named(year: number, name: RegExp): string[] {
  return holidays
    .filter((day) => day.kind === 'national' && day.date.startsWith(`${year}-`) && name.test(day.name))
    .map(({ date }) => date);
}

/** Easter Sunday by the anonymous Gregorian computus. */
function easterOf(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const week = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - moon - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * week) / 451);
  const sum = moon + week - 7 * late + 114;
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1);
}

/** "month/day" of a date in one of the calendars of Intl. */
function inCalendar(calendar: string, ms: number): string {
  const format = new Intl.DateTimeFormat(`en-u-ca-${calendar}`, {
    day: 'numeric',
    month: 'numeric',
    timeZone: 'UTC',
  });
  const part = (type: string) => format.formatToParts(ms).find((found) => found.type === type)?.value;
  return `${part('month')}/${part('day')}`;
}

/** What the date and both its neighbours are called in another calendar. */
const around = (calendar: string, date: string): string[] =>
  [-1, 0, 1].map((shift) => inCalendar(calendar, msOf(date) + shift * dayMs));

describe('the national days off as data', () => {
  it('are in order, each date once, each with a name, a kind and a decree', () => {
    const dates = holidays.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    for (const day of holidays) {
      expect(day.name).not.toBe('');
      expect(day.decree).toMatch(/^(SKB|Keputusan Presiden) .*No\. \d+ Tahun 20\d\d$/);
      expect(day.kind === 'joint_leave').toBe(day.name.startsWith('Cuti bersama '));
    }
    expect(days).toEqual({ holidays, halfDays: [], periods: [] });
  });

  it('are as many as the decrees say', () => {
    const count = (year: number, kind: string) =>
      holidays.filter((day) => day.kind === kind && day.date.startsWith(`${year}-`)).length;
    // 2024: 17 by the joint decree and two election days.
    expect(years.map((year) => count(year, 'national'))).toEqual([16, 19, 17, 17, 18]);
    expect(years.map((year) => count(year, 'joint_leave'))).toEqual([11, 10, 11, 8, 8]);
    expect(holidays).toHaveLength(135);
  });

  it('rest on a decree of the year before, or on a change made in the year', () => {
    for (const { date, decree } of holidays) {
      const year = Number(date.slice(0, 4));
      for (const [, of] of decree.matchAll(/Tahun (\d{4})/g)) expect([year - 1, year]).toContain(Number(of));
    }
  });

  it('leave uncertain only what the minister of religion still has to fix', () => {
    const uncertain = holidays.filter((day) => day.isCertain !== true);
    expect(uncertain.map(({ date, name }) => `${date} ${name}`)).toEqual([
      '2027-03-10 Idul Fitri 1448 Hijriah',
      '2027-03-11 Idul Fitri 1448 Hijriah',
      '2027-05-17 Idul Adha 1448 Hijriah',
    ]);
  });

  it('give joint leave on working days only, next to the holiday it extends or with a weekend between', () => {
    const off = new Set(holidays.map(({ date }) => date));
    const isOff = (ms: number): boolean => {
      const date = new Date(ms).toISOString().slice(0, 10);
      return off.has(date) || [0, 6].includes(weekdayOf(date));
    };
    for (const { date } of holidays.filter(({ kind }) => kind === 'joint_leave')) {
      expect([date, weekdayOf(date) >= 1 && weekdayOf(date) <= 5]).toEqual([date, true]);
      expect([date, isOff(msOf(date) - dayMs) || isOff(msOf(date) + dayMs)]).toEqual([date, true]);
    }
  });
});

describe.each(years)('the national holidays of %i', (year) => {
  it('have the dates that never move', () => {
    expect(named(year, /^Tahun Baru \d{4} Masehi$/)).toEqual([`${year}-01-01`]);
    expect(named(year, /Hari Buruh/)).toEqual([`${year}-05-01`]);
    expect(named(year, /Pancasila/)).toEqual([`${year}-06-01`]);
    expect(named(year, /Kemerdekaan/)).toEqual([`${year}-08-17`]);
    expect(named(year, /Natal|Kelahiran/)).toEqual([`${year}-12-25`]);
  });

  it('have the Christian days where Easter puts them', () => {
    const easter = easterOf(year);
    const shifted = (by: number) => [new Date(easter + by * dayMs).toISOString().slice(0, 10)];
    expect(named(year, /^Wafat/)).toEqual(shifted(-2));
    expect(named(year, /^Kenaikan/)).toEqual(shifted(39));
    // A day off by the presidential decree of 2024, from that year on.
    expect(named(year, /Paskah/)).toEqual(year < 2024 ? [] : shifted(0));
    expect(named(year, /^Wafat/).map(weekdayOf)).toEqual([5]);
    expect(named(year, /^Kenaikan/).map(weekdayOf)).toEqual([4]);
  });

  it('have the Islamic days within a day of the Umm al-Qura calendar', () => {
    const expected: [RegExp, string, number][] = [
      [/Isra Mikraj/, '7/27', year === 2027 ? 2 : 1],
      [/Idul Adha/, '12/10', 1],
      [/Tahun Baru Islam/, '1/1', 1],
      [/Maulid/, '3/12', 1],
    ];
    for (const [name, hijri, count] of expected) {
      const dates = named(year, name);
      expect(dates).toHaveLength(count);
      for (const date of dates) expect(around('islamic-umalqura', date)).toContain(hijri);
    }
    const [first = '', second = '', ...others] = named(year, /Idul Fitri/);
    expect(around('islamic-umalqura', first)).toContain('10/1');
    expect(msOf(second) - msOf(first)).toBe(dayMs);
    expect(others).toEqual([]);
  });

  it('have the Chinese new year, Nyepi and Waisak where the moon puts them', () => {
    const [imlek = '', ...moreImlek] = named(year, /^Tahun Baru Imlek/);
    expect(around('chinese', imlek)).toContain('1/1');
    const [nyepi = '', ...moreNyepi] = named(year, /^Hari Suci Nyepi/);
    const [waisak = '', ...moreWaisak] = named(year, /Waisak/);
    // Nyepi is the day after the new moon of March, Waisak the full moon of May or early June.
    expect(['1', '2', '3', '29', '30']).toContain(inCalendar('chinese', msOf(nyepi)).split('/')[1]);
    expect(['14', '15', '16', '17']).toContain(inCalendar('chinese', msOf(waisak)).split('/')[1]);
    expect(nyepi.slice(5, 7)).toBe('03');
    expect(waisak > `${year}-05-01` && waisak < `${year}-06-10`).toBe(true);
    expect([...moreImlek, ...moreNyepi, ...moreWaisak]).toEqual([]);
  });

  it('carry the number of the year in their own calendars', () => {
    const numberIn = (name: RegExp): number =>
      Number(
        holidays
          .find((day) => day.date.startsWith(`${year}-`) && name.test(day.name))
          ?.name.match(/\d{4}/)?.[0],
      );
    expect(numberIn(/^Tahun Baru Imlek/)).toBe(year + 551);
    expect(numberIn(/^Hari Suci Nyepi/)).toBe(year - 78);
    expect(numberIn(/^Hari Raya Waisak/)).toBe(year + 544);
    expect(numberIn(/^(Hari Raya )?Idul Fitri/)).toBe(year - 579);
    expect(numberIn(/^(Hari Raya )?Idul Adha/)).toBe(year - 579);
    expect(numberIn(/Tahun Baru Islam/)).toBe(year - 578);
  });
});

describe('a clock that knows them', () => {
  const pack = policyPackSchema.parse(madiun);
  const published = {
    id: 'national.1',
    opd: null,
    revision: 1,
    days,
    appliesFrom: 0,
    publishedAt: 0,
    publishedBy: 'admin',
    publishedByName: 'Admin',
    note: '',
  };
  const responseDue = (opd: string | undefined, reportedAt: number): number | null | undefined => {
    const shelf = new PolicyShelf([pack]);
    shelf.replace([], [published]);
    const policy = shelf.find('madiun', undefined, opd);
    if (policy === undefined) throw new Error('no pack');
    const input = { urgency: 'low', impact: 'low', reportedAt, timeline: [] } as const;
    return evaluate(policy, input, reportedAt).metrics.find(({ metric }) => metric === 'response')?.dueAt;
  };
  const at = (local: string): number => Date.parse(`${local}+07:00`);

  it('leaves out Nyepi, Idul Fitri and the leave around them in 2026', () => {
    // Four hours, of which one is left on Tuesday 17 March; open again on Wednesday 25 March.
    const reported = at('2026-03-17T15:00:00');
    expect(responseDue('DISKOMINFO', reported)).toBe(at('2026-03-25T11:00:00'));
    // Without an office the pack alone counts.
    expect(responseDue(undefined, reported)).toBe(at('2026-03-18T11:00:00'));
  });

  it('leaves out the joint leave that was added for 18 August 2025, and the election of 27 November 2024', () => {
    expect(responseDue('DISKOMINFO', at('2025-08-15T15:00:00'))).toBe(at('2025-08-19T11:00:00'));
    expect(responseDue('DISKOMINFO', at('2024-11-26T15:00:00'))).toBe(at('2024-11-28T11:00:00'));
  });
});
