import type { PolicyPack } from '#shared/sla/pack.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import type { DeskStore, ListRow, TicketQuery } from '../../../renderer/data/contract.ts';
import { shippedPacks } from '../../../renderer/data/policies.ts';
import type { TestServer } from './test-server.ts';

/** The Madiun pack with another version, and another time to respond to the highest priority. */
export function madiunPack(version: number, respondWithin = 'PT10M'): PolicyPack {
  const shipped = shippedPacks().find(({ name }) => name === 'madiun');
  if (shipped === undefined) throw new Error('no Madiun pack');
  const targets = shipped.targets.map((target) =>
    target.metric === 'response'
      ? { ...target, durations: { ...target.durations, of: { ...target.durations.of, 1: respondWithin } } }
      : target,
  );
  return { ...shipped, version, targets };
}

const byAdmin = { publishedBy: 'admin', publishedByName: 'Administrator', note: '' };

export function policyRow(pack: PolicyPack, effectiveFrom: number): PolicyRow {
  return { id: `${pack.name}.${pack.version}`, pack, effectiveFrom, publishedAt: effectiveFrom, ...byAdmin };
}

/** A day off (YYYY-MM-DD) of one office, or of the state. */
export function calendarRow(
  opd: string | null,
  revision: number,
  date: string,
  appliesFrom: number,
): CalendarRow {
  const holidays = [{ date, name: 'Libur', decree: '' }];
  const days = { holidays, halfDays: [], periods: [] };
  const id = `${opd ?? 'national'}.${revision}`;
  return { id, opd, revision, days, appliesFrom, publishedAt: appliesFrom, ...byAdmin };
}

/** What the server has published, as though an administrator had done it. */
export async function publish(server: TestServer, rows: readonly (PolicyRow | CalendarRow)[]): Promise<void> {
  await server.write(
    rows.map((doc) =>
      'pack' in doc ? { kind: 'policy', id: doc.id, doc } : { kind: 'calendar', id: doc.id, doc },
    ),
  );
}

const everything: TicketQuery = {
  saved: 'all',
  text: '',
  states: [],
  categories: [],
  priorities: [],
  opds: [],
  kinds: [],
  assignee: null,
  sort: { column: 'number', descending: false },
};

/** The row of the list; undefined where it is not there. */
export function listRow({ index }: DeskStore, id: string): ListRow | undefined {
  return [...index.query(everything)].map((slot) => index.row(slot)).find((row) => row.id === id);
}
