import { describe, expect, it } from 'vitest';
import type { Deadline } from '../ipc/contract.ts';
import { announcementsOf, mostSingle } from './announcements.ts';

const summary = {
  title: '{total} tenggat',
  missedTitle: '{total} tenggat selama tidur',
  body: '{late} terlambat, {approaching} peringatan',
  opens: '/tiket',
};
const now = 10_000_000;

function deadline(name: string, share: number, at = now): Deadline {
  const about = `t${name} response`;
  return {
    id: `${about}.${share}`,
    at,
    title: `${name} ${share}`,
    body: 'isi',
    missed: 'lewat',
    about,
    share,
  };
}
const titles = (due: readonly Deadline[]) => announcementsOf(due, now, summary).map(({ title }) => title);

describe('announcements', () => {
  it('say the highest share of each thing, the earliest first', () => {
    expect(
      titles([deadline('a', 0.5), deadline('a', 1), deadline('a', 0.75), deadline('b', 0.9, 5)]),
    ).toEqual(['b 0.9', 'a 1']);
  });

  it('say the later of two warnings of one share', () => {
    const about = 't completeness';
    const warning = (days: number, at: number) => ({ ...deadline('p', 0.9, at), id: `${days}`, about });
    expect(announcementsOf([warning(1, 200), warning(7, 100)], 300, summary)).toHaveLength(1);
    expect(announcementsOf([warning(1, 200), warning(7, 100)], 300, undefined)).toMatchObject([
      { body: 'isi' },
    ]);
  });

  it('become one summary where there are more than a few', () => {
    const few = ['a', 'b', 'c'].map((name) => deadline(name, 1));
    expect(few).toHaveLength(mostSingle);
    expect(titles(few)).toHaveLength(mostSingle);
    expect(announcementsOf([...few, deadline('d', 0.9)], now, summary)).toEqual([
      { title: '4 tenggat', body: '3 terlambat, 1 peringatan', opens: '/tiket' },
    ]);
    expect(announcementsOf([...few, deadline('d', 0.9)], now, undefined)).toHaveLength(4);
  });

  it('say of what was missed nothing that was true at its instant alone', () => {
    const bodies = (at: number) =>
      announcementsOf([deadline('a', 0.9, at)], now, summary).map(({ body }) => body);
    expect(bodies(now - 60_000)).toEqual(['isi']);
    expect(bodies(now - 60_001)).toEqual(['lewat']);
    const many = ['a', 'b', 'c', 'd'].map((name) => deadline(name, 1, name === 'd' ? 1 : now));
    expect(titles(many)).toEqual(['4 tenggat selama tidur']);
  });
});
