import type { Result } from '#shared/domain/result.ts';
import type { MutateFailure } from '../../renderer/data/contract.ts';
import { storageFailureOf } from '../../renderer/data/local/storage-failure.ts';
import { readEpoch } from '../../server/store/meta.ts';
import { checkCursor } from './cursor-check.ts';
import { drawOperation } from './operations.ts';
import type { SimDesk } from './sim-desk.ts';
import { day, type World } from './world.ts';

// What people and the line do in one step of a run.

/** Taking a ticket number writes as well; a full disk is a fair answer to it. */
function fullDisk(error: unknown): null {
  if (storageFailureOf(error).cause === 'quota') return null;
  throw error;
}

function failureName(failure: MutateFailure): string {
  return failure.kind === 'refused' ? failure.refusal.code : `storage ${failure.cause}`;
}

/** A person does something in one of the windows. */
export async function act(world: World, desk: SimDesk): Promise<void> {
  if (!desk.isRunning && !(await world.restartDesk(desk))) return;
  const { random, ledger, people } = world;
  const window = random.pick(desk.windows);
  const word = ledger.nextWord();
  const { tickets } = ledger;
  const drawn = await desk.run(() =>
    drawOperation({ random, desk: window, tickets, people, word }).catch(fullDisk),
  );
  if (drawn === null || drawn.value === null) return;
  const operation = drawn.value;
  const done = await desk.run(
    () =>
      window.mutate(operation.name as never, operation.args as never) as Promise<
        Result<unknown, MutateFailure>
      >,
  );
  const said = done === null ? 'died' : done.value.ok ? 'saved' : failureName(done.value.error);
  world.trace(`act ${desk.no} ${operation.name} ${said}`);
  world.count(said === 'saved' ? operation.name : `not saved: ${said}`);
  if (said !== 'saved') return;
  const heardAt = world.heardAt.get(desk.no) ?? 0;
  ledger.note(operation, { desk: desk.no, username: desk.username, at: world.server.now, heardAt });
  if (operation.name !== 'ticket.register') return;
  // I4: whoever writes reads it at once.
  const read = await desk.run(() => window.ticket(String(operation.args.id)));
  if (read !== null && read.value === undefined)
    world.violations.push({
      rule: 'I4',
      seen: `desk ${desk.no} does not see its own ticket ${operation.args.id}`,
    });
}

/** The worker begins an exchange; who is signed out logs in first. */
export async function exchange(world: World, desk: SimDesk): Promise<void> {
  if (!desk.isRunning) return;
  if (desk.isExchanging) {
    desk.startExchange();
    return;
  }
  if (desk.lastEnd?.kind === 'signed_out') {
    const entered = await desk.run(() => desk.signIn());
    world.trace(`sign in ${desk.no} ${entered?.value ?? 'died'}`);
    if (entered?.value !== true) return;
  }
  world.trace(`exchange ${desk.no}`);
  world.count('exchange');
  desk.startExchange();
  await desk.quiet();
}

/** One parcel moves, and the desk that waited for it goes on; its cursor is looked at. */
export async function moveNetwork(world: World): Promise<void> {
  const moved = await world.network.step(world.faultChance);
  if (moved === null) return;
  const desk = world.desks.find(({ no }) => no === moved);
  if (desk === undefined) return;
  await desk.quiet();
  if (!desk.isRunning) return;
  const epoch = await readEpoch(world.server.db);
  const seen = world.cursors.get(desk.no);
  const checked = await desk.run(() => checkCursor(world.server, desk, seen, epoch));
  if (checked === null) return;
  world.cursors.set(desk.no, checked.value.now);
  world.violations.push(...checked.value.violations);
}

export async function openWindow(world: World, desk: SimDesk): Promise<void> {
  if (!desk.isRunning || desk.windows.length > 2) return;
  await desk.run(() => desk.openWindow());
  world.trace(`window ${desk.no} ${desk.windows.length}`);
}

/** Somebody looks for what is older than the device's window. */
export async function lookBack(world: World, desk: SimDesk): Promise<void> {
  // Not beside an exchange: its renewal of the tokens, on which this would wait, needs further steps.
  if (!desk.isRunning || !desk.isOnline || desk.isExchanging) return;
  const { random, server } = world;
  const window = random.pick(desk.windows);
  const { now } = server;
  const wanted = random.chance(0.3)
    ? { from: now - 500 * day, to: now - 350 * day }
    : { ticket: random.pick(world.imported) };
  const loaded = await desk.run(() => desk.directly(() => window.older.load(wanted)));
  const said = loaded === null ? 'died' : loaded.value.ok ? 'found' : loaded.value.error;
  world.trace(`look back ${desk.no} ${said}`);
  world.count(`look back: ${said}`);
}
