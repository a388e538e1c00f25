import fc from 'fast-check';
import type { MutationEnvelope } from '#shared/sync/protocol.ts';
import type { RemoteDevice } from './remote-device.ts';

export interface WorkPlan {
  readonly mutations: number;
  readonly offices: readonly string[];
  readonly seed: number;
}

/**
 * Pushes so many mutations in batches of one to seven: new tickets, and notes on those registered before. Each note's
 * text names device and number, so that a second effect is seen.
 */
export async function work(device: RemoteDevice, { mutations, offices, seed }: WorkPlan): Promise<void> {
  const sizes = fc.sample(fc.integer({ min: 1, max: 7 }), { seed, numRuns: mutations });
  const kinds = fc.sample(fc.boolean(), { seed: seed + 1, numRuns: mutations });
  let tickets = 0;
  let made = 0;
  for (const size of sizes) {
    const batch: MutationEnvelope[] = [];
    for (; made < mutations && batch.length < size; made += 1) {
      const isNew = tickets === 0 || kinds[made] === true;
      if (isNew) {
        batch.push(device.registration(offices[tickets % offices.length] ?? ''));
        tickets += 1;
      } else {
        const text = noteText(device.code, device.lastId + 1);
        batch.push(device.mutation('ticket.note', { id: device.ticketId(1 + (made % tickets)), text }));
      }
    }
    if (batch.length === 0) return;
    const { outcomes } = await device.push(batch);
    if (outcomes.length > 0) throw new Error(`refused: ${JSON.stringify(outcomes)}`);
  }
}

export function noteText(code: string, mutation: number): string {
  return `Catatan ${code} nomor ${mutation}`;
}
