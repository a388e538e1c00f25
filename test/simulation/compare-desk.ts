import { aggregateOf } from '#shared/sync/rows.ts';
import { isReferenceKind } from '../../renderer/data/db/database.ts';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { visibleRows } from '../client/support/scene.ts';
import { mayBeLeftOut } from './archive.ts';
import type { SimDesk } from './sim-desk.ts';
import type { SimServer } from './sim-server.ts';

/** A broken promise: which (I1–I12 of docs/sync-spec.md), and what was seen. */
export interface Violation {
  readonly rule: string;
  readonly seen: string;
}

/** A row as the server has it. */
export interface ServerRow {
  readonly kind: string;
  readonly id: string;
  readonly space: string;
  readonly doc: Record<string, unknown>;
}

/** Everything that is not deleted. */
export async function serverRows(server: SimServer): Promise<ServerRow[]> {
  const rows = await server.db
    .selectFrom('stored_row')
    .select(['kind', 'id', 'space', 'doc'])
    .where('deleted', '=', false)
    .execute();
  return rows as unknown as ServerRow[];
}

/** What a desk shows against what the server has for its person: I3 and I6. A ticket older than its window it has whole or not at all. */
export async function compareDesk(desk: SimDesk, rows: readonly ServerRow[]): Promise<Violation[]> {
  const user = rows.find(({ kind, id }) => kind === 'user' && id === desk.username)?.doc;
  const scope = user?.scope as '*' | readonly string[];
  const mine = rows.filter(
    ({ space }) => scope === '*' || space === 'ref' || scope.some((opd) => space === `opd:${opd}`),
  );
  const shown = new Map(
    Object.entries(await visibleRows(desk.local)).map(([key, doc]) => [key, stable(doc)]),
  );
  const { cursor } = await readMeta(desk.local.db, 'cursor');
  const tickets = Map.groupBy(mine, ({ kind, id }) => (isReferenceKind(kind) ? '' : aggregateOf(id)));
  const violations: Violation[] = [];
  const wanted = new Set(mine.map(keyOf));
  for (const [ticketId, parts] of tickets) {
    const isAbsent = ticketId !== '' && !parts.some((row) => shown.has(keyOf(row)));
    if (isAbsent && mayBeLeftOut(parts, cursor?.since)) continue;
    for (const row of parts) {
      const key = keyOf(row);
      const own = shown.get(key);
      const doc = stable(row.doc);
      if (own === undefined) violations.push({ rule: 'I3', seen: `desk ${desk.no} lacks ${key}` });
      else if (own !== doc)
        violations.push({ rule: 'I3', seen: `desk ${desk.no} differs in ${key}: ${own} / ${doc}` });
    }
  }
  for (const key of shown.keys()) {
    if (!wanted.has(key)) violations.push({ rule: 'I6', seen: `desk ${desk.no} still has ${key}` });
  }
  return violations;
}

function keyOf({ kind, id }: ServerRow): string {
  return `${kind}|${id}`;
}

/** As text, whatever the order of the keys. */
export function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
