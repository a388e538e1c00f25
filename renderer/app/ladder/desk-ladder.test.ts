import { beforeEach, describe, expect, it } from 'vitest';
import type { SlaInput } from '#shared/sla/evaluate.ts';
import type { TimelineEvent } from '#shared/sla/timeline.ts';
import type { OpenClock } from '../../data/contract.ts';
import { createPolicyShelf } from '../../data/policies.ts';
import { DeskLadder, expiryMarginMs } from './desk-ladder.ts';
import type { LadderUser } from './own-part.ts';

/** Friday 20 November 2026, 09:00 WIB; priority 1 of Madiun: response 10 min, resolution 8 office hours. */
const nine = Date.UTC(2026, 10, 20, 2, 0);
const minute = 60_000;
const day = 24 * 60 * minute;

const people = {
  agent: { id: 'agent', role: 'technician', scope: ['DINKES'] },
  operator: { id: 'op', role: 'operator', scope: ['DINKES'] },
  supervisor: { id: 'sup', role: 'supervisor', scope: '*' },
  onLevel: { id: 'lead', role: 'technician', scope: ['DINKES'] },
  stranger: { id: 'op', role: 'operator', scope: ['DINSOS'] },
} as const satisfies Record<string, LadderUser>;

const plain: SlaInput = { urgency: 'high', impact: 'high', kind: 'incident', reportedAt: nine, timeline: [] };
const moved = (at: number, to: 'waiting' | 'in_progress' | 'resolved'): TimelineEvent => ({
  at,
  type: 'state',
  to,
});

function world(who: keyof typeof people) {
  const clocks = new Map<string, OpenClock>();
  const shelf = createPolicyShelf();
  let asked = 0;
  const ladder = new DeskLadder({
    me: people[who],
    clock(id) {
      asked += 1;
      return clocks.get(id);
    },
    policyOf: ({ policy, opd }) => shelf.find(policy.name, policy.version, opd),
    levelsOf: () => ({ '1': ['lead'] }),
  });
  const put = (id: string, change: Partial<OpenClock> = {}, now = nine, since = nine) => {
    const known = clocks.get(id) ?? {
      id,
      number: `N-${id}`,
      title: `Judul ${id}`,
      opd: 'DINKES',
      assignee: 'agent',
      state: 'new' as const,
      policy: { name: 'madiun', version: 1 },
      input: plain,
      notices: {},
    };
    clocks.set(id, { ...known, ...change });
    ladder.judge(id, now, since);
  };
  const drop = (id: string, now: number) => {
    clocks.delete(id);
    ladder.judge(id, now, now);
  };
  /** What is due, as `id metric percent`. */
  const due = (now: number) =>
    ladder.due(now).news.map(({ ticket, news }) => {
      const said =
        news.kind === 'step' ? `${news.step.metric} ${news.step.at * 100}` : `papers ${news.daysLeft}`;
      return `${ticket.id} ${said}`;
    });
  const instants = () => ladder.coming(100).map(({ news }) => (news.tellAt - nine) / minute);
  return { ladder, put, drop, due, instants, asked: () => asked };
}

describe('ladder of a desk', () => {
  let agent: ReturnType<typeof world>;
  beforeEach(() => {
    agent = world('agent');
  });

  it('holds the steps that concern the user, the nearest first', () => {
    agent.put('a');
    expect(agent.instants()).toEqual([5, 7.5, 9, 10, 240, 360, 4_272, 4_320]);
    const others = (['operator', 'supervisor', 'onLevel', 'stranger'] as const).map((who) => {
      const desk = world(who);
      desk.put('a');
      return desk.instants();
    });
    expect(others).toEqual([[9, 10, 4_272, 4_320], [10, 4_320], [], []]);
  });

  it('knows persons on escalation levels, and as whom each step is told', () => {
    const magelang = {
      policy: { name: 'magelang', version: 1 },
      input: { ...plain, severity: 'major', serviceKind: 'public', serviceClass: 'critical' },
    };
    const lead = world('onLevel');
    lead.put('a', magelang);
    const responses = (id: string) =>
      lead.ladder
        .coming(20)
        .flatMap(({ ticket, news, as }) =>
          ticket.id === id && news.kind === 'step' && news.step.metric === 'response'
            ? [[news.step.at, as]]
            : [],
        );
    expect(responses('a')).toEqual([
      [0.9, ['level1']],
      [1, ['level1']],
    ]);
    lead.put('b', { ...magelang, assignee: 'lead' });
    expect(responses('b')).toEqual([
      [0.5, ['assignee']],
      [0.75, ['assignee']],
      [0.9, ['assignee', 'level1']],
      [1, ['assignee', 'level1']],
    ]);
  });

  it('LAD-2 LAD-3 has each step due once, of each target only the highest', () => {
    agent.put('a');
    expect(agent.due(nine + 5 * minute - 1)).toEqual([]);
    expect(agent.due(nine + 5 * minute)).toEqual(['a response 50']);
    expect(agent.due(nine + 300 * minute)).toEqual(['a response 100', 'a resolution 50']);
    expect(agent.due(nine + 300 * minute)).toEqual([]);
    agent.put('a', {}, nine + 301 * minute);
    expect(agent.due(nine + 301 * minute)).toEqual([]);
  });

  it('LAD-2 has nothing due again when the clock is put back', () => {
    agent.put('a');
    agent.due(nine + 9 * minute);
    expect(agent.due(nine - day)).toEqual([]);
    agent.put('a', {}, nine - day, nine - day);
    expect(agent.due(nine + 9 * minute)).toEqual([]);
    expect(agent.due(nine + 10 * minute)).toEqual(['a response 100']);
  });

  it('LAD-2 has nothing of a target that has stopped, and waits with one that is paused', () => {
    agent.put('a');
    agent.put('a', { input: { ...plain, timeline: [moved(nine + minute, 'in_progress')] } }, nine + minute);
    expect(agent.instants()[0]).toBe(240);
    const waiting = [moved(nine + minute, 'in_progress'), moved(nine + 60 * minute, 'waiting')];
    agent.put('a', { state: 'waiting', input: { ...plain, timeline: waiting } }, nine + 60 * minute);
    expect(agent.due(nine + 30 * day)).toEqual([]);
    const resumed = [...waiting, moved(nine + 120 * minute, 'in_progress')];
    agent.put('a', { state: 'in_progress', input: { ...plain, timeline: resumed } }, nine + 120 * minute);
    expect(agent.due(nine + 300 * minute)).toEqual(['a resolution 50']);
  });

  it('tells of what stopped while the computer slept nothing at all', () => {
    agent.put('a');
    agent.put('a', { input: { ...plain, timeline: [moved(nine + 3 * minute, 'resolved')] } }, nine + 3 * day);
    expect(agent.due(nine + 3 * day)).toEqual([]);
  });

  it('LAD-2 LAD-4 tells anew where another priority gives another duration, also of what that makes late at once', () => {
    const low = { ...plain, urgency: 'low', impact: 'low' } as const;
    agent.put('a', { input: low });
    expect(agent.due(nine + 120 * minute)).toEqual(['a response 50']);
    agent.put(
      'a',
      { input: { ...plain, earlier: [{ ...low, until: nine + 121 * minute }] } },
      nine + 121 * minute,
    );
    expect(agent.due(nine + 121 * minute)).toEqual(['a response 100']);
  });

  it('LAD-4 takes what was due before the device looked for old news, of every ticket it sees for the first time', () => {
    agent.put('a', {}, nine + 300 * minute, nine + 8 * minute);
    expect(agent.due(nine + 300 * minute)).toEqual(['a response 100', 'a resolution 50']);
    agent.put('b', {}, nine + 300 * minute, nine + 300 * minute);
    expect(agent.due(nine + 300 * minute)).toEqual([]);
  });

  it('remembers what it told of a ticket that goes and comes back', () => {
    agent.put('a');
    agent.due(nine + 5 * minute);
    agent.drop('a', nine + 6 * minute);
    expect(agent.instants()).toEqual([]);
    agent.put('a', {}, nine + 6 * minute, nine - day);
    expect(agent.due(nine + 6 * minute)).toEqual([]);
    expect(agent.due(nine + 8 * minute)).toEqual(['a response 75']);
  });

  it('tells the assignee who got the ticket late how it stands', () => {
    agent.put('a', { assignee: null });
    agent.put('a', { assignee: 'agent' }, nine + 9.5 * minute);
    expect(agent.due(nine + 9.5 * minute)).toEqual(['a response 90']);
  });

  it('LAD-6 looks at no ticket while nothing is due, and at one ticket when one changes', () => {
    for (let no = 0; no < 2_000; no += 1) agent.put(`t${no}`);
    const before = agent.asked();
    expect(before).toBe(2_000);
    agent.due(nine + minute);
    expect(agent.asked()).toBe(before);
    agent.put('t7', { assignee: null }, nine + minute);
    expect(agent.asked()).toBe(before + 1);
  });

  it('holds after any changes what a fresh ladder would hold', () => {
    const fresh = world('agent');
    const change = (desk: ReturnType<typeof world>, no: number) =>
      desk.put(`t${no % 7}`, { input: { ...plain, reportedAt: nine + ((no * 37) % 101) * minute } });
    for (let no = 0; no < 60; no += 1) {
      change(agent, no);
      if (no % 3 === 0) agent.instants();
    }
    agent.drop('t3', nine);
    for (let no = 53; no < 60; no += 1) if (no % 7 !== 3) change(fresh, no);
    expect(agent.instants()).toEqual(fresh.instants());
    expect(agent.instants().length).toBeGreaterThan(40);
  });

  it('keeps to the newest state through very many changes', () => {
    for (let no = 0; no < 5_000; no += 1) agent.put('a', { input: { ...plain, reportedAt: nine + no } });
    expect(agent.due(nine + 5 * minute + 4_999)).toEqual(['a response 50']);
    expect(agent.due(nine + 8 * minute)).toEqual(['a response 75']);
  });
});

describe('papers that do not come (Jawa Barat, step 3)', () => {
  /** Asked for on Friday 20 November 2026, 10:00 WIB: one month. */
  const askedAt = nine + 60 * minute;
  const limit = Date.UTC(2026, 11, 20, 3, 0);
  const waiting: Partial<OpenClock> = {
    state: 'waiting',
    policy: { name: 'jabar', version: 1 },
    input: { ...plain, kind: 'service_request', timeline: [moved(askedAt, 'waiting')] },
  };

  it('warn the assignee seven days and one day before, and operators where nobody has the ticket', () => {
    const agent = world('agent');
    agent.put('a', waiting);
    const papers = (said: string[]) => said.filter((each) => each.includes('papers'));
    expect(papers(agent.due(limit - 7 * day - 1))).toEqual([]);
    expect(papers(agent.due(limit - 7 * day))).toEqual(['a papers 7']);
    expect(papers(agent.due(limit - day))).toEqual(['a papers 1']);
    const operator = world('operator');
    operator.put('a', waiting);
    operator.put('b', { ...waiting, assignee: null });
    expect(papers(operator.due(limit - day / 2))).toEqual(['b papers 1']);
  });

  it('LAD-7 close the ticket from a device of the desk, once', () => {
    const [operator, agent] = [world('operator'), world('agent')];
    for (const desk of [operator, agent]) desk.put('a', waiting);
    expect(operator.ladder.due(limit + expiryMarginMs - 1).expired).toEqual([]);
    expect(operator.ladder.due(limit + expiryMarginMs).expired).toEqual(['a']);
    operator.put('a', {}, limit + day);
    expect(operator.ladder.due(limit + day).expired).toEqual([]);
    expect(agent.ladder.due(limit + day).expired).toEqual([]);
  });
});
