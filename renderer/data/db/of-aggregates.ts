import type { Table } from 'dexie';

interface OfTicket {
  readonly aggregate: string;
}

/** With so few tickets asking for each is cheaper than counting what there is. */
const fewTickets = 8;

/**
 * Records of these tickets, inside the running transaction, ticket by ticket in the order of their keys. Asked for side by
 * side: one cursor over a thousand tickets (`anyOf`) goes back and forth for each of them.
 */
export async function recordsOf<T extends OfTicket, Key>(
  table: Table<T, Key>,
  aggregates: ReadonlySet<string>,
): Promise<T[]> {
  if (aggregates.size > fewTickets) {
    const count = await table.count();
    if (count === 0) return [];
    if (count <= aggregates.size)
      return (await table.toArray()).filter(({ aggregate }) => aggregates.has(aggregate));
  }
  const found = await Promise.all(
    Array.from(aggregates, (aggregate) => table.where('aggregate').equals(aggregate).toArray()),
  );
  return found.flat();
}
