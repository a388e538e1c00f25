import { join } from 'node:path';
import people from '#resources/demo/people.json' with { type: 'json' };
import { type DeskBrowser, openBrowser } from '../e2e/support/browser.ts';
import { signIn } from '../e2e/support/desk-person.ts';
import { deviceRows, serverContent } from '../e2e/support/seen-rows.ts';
import { copyOfApp, freePort, runCli, ServerProcess } from '../e2e/support/server-process.ts';
import { untilConnected } from '../e2e/support/ticket-steps.ts';
import { until } from '../e2e/support/until.ts';
import { ByteLine, healedLine } from './support/byte-line.ts';
import { cutPlaces, cutsOf } from './support/cut-plan.ts';
import { deskState } from './support/desk-state.ts';
import type { LinePlan } from './support/line-plan.ts';
import { PushLog } from './support/push-log.ts';
import { type DeskAtEnd, faultsOf } from './support/verdict.ts';
import { ticketsInHand, WorkingPerson } from './support/working-person.ts';

/** Two of one office who see the same tickets. */
const names = ['operator', 'operator.lina'] as const;
const offices: readonly string[] = [
  people.find(({ username }) => username === 'operator')?.scope ?? [],
].flat();

const cutShare = 0.3;
const latencyMs = 2_000;
/** Tickets both work on. */
const sharedTickets = 6;

interface RoughDesk {
  readonly name: string;
  readonly line: ByteLine;
  readonly browser: DeskBrowser;
  readonly pushes: PushLog;
}

/**
 * Two people work at two browsers for some minutes over lines of which 30 % of the connections are cut at any byte and
 * every answer takes two seconds. Then the lines heal; says what was lost, doubled or left over.
 */
export async function workOverRoughLine({ minutes, seed, say, place }: LinePlan): Promise<readonly string[]> {
  const { folder } = place;
  const store = { data: join(folder, 'data') };
  const web = copyOfApp(folder);
  runCli(store, ['demo', '--tickets', '150']);
  const port = await freePort();
  const server = place.keep(new ServerProcess(store, port, web), (one) => one.stop());
  await server.start();
  const desks: RoughDesk[] = [];
  for (const name of names) {
    const pushes = new PushLog();
    const line = place.keep(await ByteLine.open(port, (request) => pushes.see(request)), (one) =>
      one.close(),
    );
    const browser = place.keep(await openBrowser(join(folder, name)), (one) => one.close());
    desks.push({ name, line, browser, pushes });
    await signIn(browser.page, line.origin, name);
    await untilConnected(browser.page, true);
  }
  try {
    const inHand = ticketsInHand(await deviceRows(pageOf(desks[0])));
    const shared = inHand.slice(0, sharedTickets);
    const persons = desks.map(({ name, browser }, at) => {
      const own = inHand.slice(sharedTickets).filter((_, place) => place % desks.length === at);
      return new WorkingPerson(browser.page, name.replace('.', ''), seed + at, { shared, own });
    });
    for (const [at, { line }] of desks.entries())
      line.become({ bytesPerSecond: null, latencyMs, nextCut: cutsOf(cutShare, seed + 100 + at) });
    const end = Date.now() + minutes * 60_000;
    const work = async (person: WorkingPerson) => {
      while (Date.now() < end) await person.doNext();
    };
    const told = setInterval(() => say(countsOf(desks, persons)), 60_000);
    try {
      await Promise.all(persons.map(work));
    } finally {
      clearInterval(told);
    }
    say(`${countsOf(desks, persons)}; the lines heal`);
    for (const { line, browser } of desks) {
      line.become(healedLine);
      await browser.page.getByRole('button', { name: 'Sinkronkan sekarang' }).click();
    }
    for (const { name, browser } of desks) {
      await until(
        `${name} to have sent everything`,
        async () => {
          const { outbox, transfers, lastMutation } = await deskState(browser.page);
          return outbox + transfers === 0 && lastMutation > 0 ? true : undefined;
        },
        180_000,
      );
    }
    const atEnd = await untilEqual(desks, persons);
    await server.stop();
    const content = await serverContent(store, offices);
    const refused = content.mutations.filter(({ refused: isRefused }) => isRefused).length;
    say(
      `${content.mutations.length} mutations on the server, ${refused} of them refused; ${content.rows.size} rows compared`,
    );
    return faultsOf(content, atEnd);
  } catch (error) {
    for (const { name, browser } of desks)
      await browser.page
        .screenshot({ path: join('test-results', `line-${name}.png`) })
        .catch(() => undefined);
    throw error;
  }
}

function pageOf(desk: RoughDesk | undefined) {
  if (desk === undefined) throw new Error('nobody sits there');
  return desk.browser.page;
}

/** What the devices hold once both have heard of each other's last work. */
async function untilEqual(
  desks: readonly RoughDesk[],
  persons: readonly WorkingPerson[],
): Promise<DeskAtEnd[]> {
  const look = () =>
    Promise.all(
      desks.map(async ({ name, browser }, at): Promise<DeskAtEnd> => {
        const rows = await deviceRows(browser.page);
        return { name, kept: persons[at]?.kept ?? [], rows, state: await deskState(browser.page) };
      }),
    );
  let seen = await look();
  await until(
    'both devices to have the same rows',
    async () => {
      seen = await look();
      const [one, other] = seen.map(({ rows }) => JSON.stringify([...rows].sort()));
      return one === other ? true : undefined;
    },
    180_000,
  ).catch(() => undefined);
  return seen;
}

function countsOf(desks: readonly RoughDesk[], persons: readonly WorkingPerson[]): string {
  const sum = (of: (desk: RoughDesk) => number) => desks.map(of).reduce((total, count) => total + count, 0);
  const cuts = sum(({ line }) => Object.values(line.counts.cuts).reduce((total, one) => total + one, 0));
  const cutWords = cutPlaces
    .map((place) => `${sum(({ line }) => line.counts.cuts[place])} ${place}`)
    .join(', ');
  const operations = persons.reduce((total, { kept }) => total + kept.length, 0);
  const reloads = persons.reduce((total, person) => total + person.reloads, 0);
  return [
    `${sum(({ line }) => line.counts.connections)} connections`,
    `${cuts} cut (${cutWords})`,
    `${operations} operations saved`,
    `${reloads} reloads`,
    `${sum(({ pushes }) => pushes.count)} pushes`,
    `${sum(({ pushes }) => pushes.repeated)} of them repeated`,
  ].join(', ');
}
