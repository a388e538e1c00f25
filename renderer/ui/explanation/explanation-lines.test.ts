import { describe, expect, it } from 'vitest';
import tangerangJson from '#resources/policies/tangerang.json' with { type: 'json' };
import type { Ticket } from '#shared/domain/ticket.ts';
import { explain } from '#shared/sla/explain.ts';
import { policyPackSchema } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow } from '#shared/sla/published.ts';
import { deskWithTicket, nineOClock, testPack } from '../../../test/support/desk-in-memory.ts';
import why from '../../i18n/id/why.ts';
import { dateFormat } from '../date-format.ts';
import type { Labels } from '../labels.ts';
import { type ExplanationWords, explanationLines, pieceText, type Say } from './explanation-lines.ts';
import { judgedBy } from './judged-by.ts';

const same = (value: string | null) => value ?? '';
const labels: Labels = {
  kind: same,
  category: same,
  channel: same,
  role: same,
  team: same,
  metric: same,
  recipient: same,
  decision: same,
  via: same,
  factName: same,
  fact: (_, value) => String(value),
  state: same,
  stateShort: same,
  level: same,
  priority: (priority) => (priority === 3 ? 'Rendah (3)' : `Prioritas ${priority}`),
  person: same,
  opd: same,
};
const say: Say = (key, values = {}) =>
  why[key].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));

const national: CalendarRow = {
  id: 'national.4',
  opd: null,
  revision: 4,
  appliesFrom: 0,
  days: {
    holidays: [
      {
        date: '2026-11-23',
        name: 'Hari Contoh',
        decree: 'SKB 3 Menteri',
        kind: 'national',
        isCertain: false,
      },
      { date: '2026-11-24', name: 'Hari Pasti', decree: '', kind: 'national', isCertain: true },
    ],
    halfDays: [],
    periods: [
      {
        from: '2026-11-25',
        to: '2026-11-30',
        name: 'Ramadan',
        decree: 'SE 1/2026',
        hours: { wed: [['08:00', '15:00']], thu: [['08:00', '15:00']], fri: [['08:00', '15:00']] },
      },
    ],
  },
  publishedAt: 0,
  publishedBy: 'admin',
  publishedByName: 'Admin',
  note: '',
};

function told(pack: 'madiun' | 'tangerang', change: Partial<Ticket>, metric: string) {
  const shelf = new PolicyShelf([testPack('madiun'), policyPackSchema.parse(tangerangJson)]);
  shelf.replace([], [national]);
  const policy = shelf.find(pack, 1, 'DINKES');
  const { ticket: read } = deskWithTicket({ urgency: 'low', impact: 'low' });
  const ticket = { ...read(), ...change };
  if (policy === undefined) throw new Error('no policy');
  const explanation = explain(policy, ticket, metric, nineOClock);
  const judged = judgedBy(policy, ticket, metric, [national], nineOClock);
  if (explanation === null || judged === null) throw new Error('no target');
  const words: ExplanationWords = {
    say,
    labels,
    date: dateFormat('id', 'Asia/Jakarta'),
    civil: dateFormat('id', 'UTC'),
    reason: (reason) => why.reason[reason],
    limit: 'paling lama 48 j',
    calendar: 'Jam kerja',
    opd: 'DINKES',
  };
  return {
    lines: explanationLines(explanation, judged, words),
    pieces: explanation.pieces.map((piece) => pieceText(piece, explanation, judged, words)),
  };
}

describe('the rule behind a deadline', () => {
  it('names priority and its facts, start, pack, days off and periods with hours of their own', () => {
    expect(told('madiun', {}, 'resolution').lines).toEqual([
      'Prioritas Rendah (3): paling lama 48 j, menurut kalender “Jam kerja”.',
      'Prioritas mengikuti: urgency low, impact low.',
      'Dihitung sejak dilaporkan: Jumat, 20 November 2026, 08.55 WIB.',
      'Menunggu pelapor menghentikan jam ini.',
      expect.stringMatching(/^Jatuh tempo: /),
      'Aturan “Kota Madiun – SOP penanganan insiden”, versi 1.',
      'Hari libur yang dipakai: nasional, revisi 4.',
      'Jam khusus: Ramadan, Rabu, 25 November 2026 sampai Senin, 30 November 2026 (SE 1/2026).',
    ]);
  });

  it('says for which fact another calendar holds', () => {
    const { lines } = told('tangerang', { alwaysAvailable: true }, 'handling');
    expect(lines.slice(0, 2)).toEqual([
      'urgency low: paling lama 48 j, menurut kalender “Jam kerja”.',
      'Kalender itu berlaku karena: alwaysAvailable.',
    ]);
    expect(lines.some((line) => line.startsWith('Hari libur'))).toBe(false);
  });

  it('does not say priority twice where the pack calls it so', () => {
    const [rule] = told('madiun', { urgency: 'high', impact: 'high' }, 'resolution').lines;
    expect(rule).toMatch(/^Prioritas 1: /);
  });
});

describe('a day off on the way', () => {
  it('is told with its decree, and as not certain where no decree fixes it', () => {
    const { pieces } = told('madiun', {}, 'resolution');
    expect(pieces).toContain('hari libur: Hari Contoh (SKB 3 Menteri), belum dipastikan (perkiraan)');
    expect(pieces).toContain('hari libur: Hari Pasti (perkiraan)');
  });
});
