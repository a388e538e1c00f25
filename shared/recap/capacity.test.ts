import { describe, expect, it } from 'vitest';
import tangerang from '#resources/policies/tangerang.json' with { type: 'json' };
import { readPolicyPack } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import { testOpd } from '../../test/support/desk-in-memory.ts';
import { day, hour, ticketOf } from '../../test/support/recap-tickets.ts';
import { monthPeriod } from './period.ts';
import { buildRecap } from './recap.ts';

const pack = readPolicyPack(tangerang);
if (!pack.ok) throw new Error(JSON.stringify(pack.error));
const policies = new PolicyShelf([pack.value]).find;
const opds = [
  { ...testOpd('DUKCAPIL'), policy: 'tangerang' },
  { ...testOpd('DISKOMINFO'), policy: 'tangerang' },
  testOpd('DINKES'),
];
const month = monthPeriod('2026-11', 'Asia/Jakarta');
if (!month.ok) throw new Error(month.error);
const november = month.value;

let made = 0;
/** Tickets reported on a day of the month, 1 first. */
function reports(date: number, count: number, change: Record<string, unknown> = {}) {
  return Array.from({ length: count }, () => {
    made += 1;
    return ticketOf(String(made), {
      opd: 'DUKCAPIL',
      policy: { name: 'tangerang', version: 1 },
      serviceItem: 'Reset kata sandi',
      reportedAt: november.from + (date - 1) * day + 10 * hour,
      ...change,
    });
  });
}

const build = (tickets: ReturnType<typeof reports>, opd: string | null = null) =>
  buildRecap({ tickets, period: november, opds, policies, now: november.to, opd }).capacity;

describe('capacity of services', () => {
  it('counts reports a day against the pack’s numbers, the day that fills it among those warned of', () => {
    const tickets = [
      ...reports(2, 23),
      ...reports(3, 20),
      ...reports(3, 4, { serviceItem: 'Koreksi data', opd: 'DISKOMINFO' }),
      ...reports(4, 30),
      ...reports(5, 31, { serviceItem: 'Aplikasi down' }),
      ...reports(6, 31, { policy: { name: 'madiun', version: 1 }, opd: 'DINKES' }),
    ];
    expect(build(tickets)).toEqual([
      {
        policy: 'tangerang',
        title: 'Layanan akibat kesalahan manusia',
        perDay: 30,
        warnAt: 24,
        tickets: 77,
        busiest: { from: november.from + 3 * day, tickets: 30 },
        warnDays: 2,
        fullDays: 1,
      },
    ]);
    expect(build(tickets, 'DISKOMINFO')).toMatchObject([{ tickets: 4, warnDays: 0, fullDays: 0 }]);
  });

  it('says that there was none, and nothing for an office whose pack names no capacity', () => {
    const tickets = reports(2, 3, { reportedAt: november.from - 1 });
    expect(build(tickets)).toMatchObject([{ tickets: 0, busiest: null, warnDays: 0, fullDays: 0 }]);
    expect(build(tickets, 'DINKES')).toEqual([]);
  });
});
