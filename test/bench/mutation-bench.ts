import type { MutationPlan, MutationTimes } from './page/contract.ts';
import { type Bench, type BenchLine, inMs, median, percentile } from './report.ts';
import { type BenchRun, operator } from './support/bench-run.ts';
import { benchPagePath } from './support/bench-web.ts';

const rounds = 380;
const kinds = ['ticket.note', 'ticket.prioritise'] as const;

type Measured = readonly [MutationPlan, MutationTimes];

/** Mutations on a device with so many tickets and no server, so that nothing but the mutations happens. */
async function onDevice(
  run: BenchRun,
  tickets: number,
  outboxFrom: readonly number[],
): Promise<Map<number, Measured[]>> {
  const { origin } = await run.server(tickets);
  const { page, close } = await run.browser();
  await page.goto(`${origin}${benchPagePath}`);
  const { tickets: expected } = await page.evaluate((login) => window.tanggapBench.receive(login), operator);
  await page.evaluate(([login, count]) => window.tanggapBench.firstPull(login, count), [
    operator,
    expected,
  ] as const);
  await run.stopServer(tickets);
  const results = new Map<number, Measured[]>();
  let turn = 0;
  for (const outbox of outboxFrom) {
    await page.evaluate((count) => window.tanggapBench.fillOutbox(count), outbox);
    const measured: Measured[] = [];
    for (const isRead of [true, false]) {
      for (const name of kinds) {
        turn += 1;
        const plan = { name, rounds, turn, isRead };
        measured.push([plan, await page.evaluate((wanted) => window.tanggapBench.mutations(wanted), plan)]);
      }
    }
    results.set(outbox, measured);
  }
  await close();
  return results;
}

function lines(where: string, measured: readonly Measured[]): BenchLine[] {
  return measured.map(([{ name, isRead }, { bare, product }]) => {
    const times = median(product) / median(bare);
    const late = percentile(product, 0.99);
    const seen = isRead ? '' : ', ticket not looked at before';
    return {
      id: 'P3',
      what: `${name}${seen}, ${where}`,
      figure: `${inMs(median(product))} median, ${inMs(late)} p99`,
      ratio: `${times.toFixed(2)} × a bare strict transaction of ${inMs(median(bare))}, p99 ${inMs(percentile(bare, 0.99))}`,
      ...(isRead ? { goal: '≤ 2 ×, p99 < 15 ms', met: times <= 2 && late < 15 } : {}),
    };
  });
}

/** Ratio of the medians to the bare transaction, of one plan: what may not grow with tickets or outbox. */
function ratioOf(measured: readonly Measured[] | undefined): number {
  const [, times] = measured?.[0] ?? [];
  if (times === undefined) throw new Error('nothing was measured');
  return median(times.product) / median(times.bare);
}

/** P3: one mutation on the device, journalled and strict, against the least that can cost. */
export const mutationBench: Bench = {
  id: 'P3',
  async run(report, run) {
    const many = await onDevice(run, 100_000, [0, 1_000]);
    const few = await onDevice(run, 1_000, [0]);
    for (const [outbox, measured] of many)
      for (const line of lines(`100,000 tickets, outbox from ${outbox}`, measured)) report(line);
    for (const line of lines('1,000 tickets, outbox from 0', few.get(0) ?? [])) report(line);
    const grows = (what: string, before: number, after: number) =>
      report({
        id: 'P3',
        what: `growth of the ratio ${what}`,
        figure: `${(after / before).toFixed(2)} ×`,
        goal: '≤ 1.5 × (P13)',
        met: after / before <= 1.5,
      });
    grows('from 1,000 to 100,000 tickets', ratioOf(few.get(0)), ratioOf(many.get(0)));
    grows('from an outbox of 0 to 1,000', ratioOf(many.get(0)), ratioOf(many.get(1_000)));
  },
};
