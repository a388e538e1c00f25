import type { ServerContent } from '../e2e/support/seen-rows.ts';
import type { RemoteDevice } from './remote-device.ts';

/** The mutations a device sent, up to this one, as `judge` names them. */
export const upTo = (device: RemoteDevice, last: number): string[] =>
  Array.from({ length: last }, (_, at) => `${device.code}.${at + 1}`);

/** The mutations whose entry is in the journal, by the ids of these rows (`kind|id`). */
export function effectsIn(keys: Iterable<string>): Set<string> {
  return new Set([...keys].flatMap((key) => /^journal\|.*\/j\.(\w+\.\d+)\.0$/.exec(key)?.[1] ?? []));
}

/** What a server's database holds: mutations with the journal entry of their effect, and what does not fit together. */
export function judge({ rows, mutations }: ServerContent): { held: Set<string>; faults: string[] } {
  const effects = effectsIn(rows.keys());
  const taken = mutations.map(({ device, id }) => `${device}.${id}`);
  const held = new Set(taken.filter((name) => effects.has(name)));
  const faults = [
    ...taken.filter((name) => !effects.has(name)).map((name) => `${name} has no effect`),
    ...[...effects].filter((name) => !held.has(name)).map((name) => `the effect of ${name} has no mutation`),
    ...mutations.filter(({ refused }) => refused).map(({ device, id }) => `${device}.${id} was refused`),
  ];
  for (const [device, sent] of Map.groupBy(mutations, (mutation) => mutation.device))
    if (sent.some(({ id }, at) => id !== at + 1)) faults.push(`the mutations of ${device} have gaps`);
  return { held, faults };
}
