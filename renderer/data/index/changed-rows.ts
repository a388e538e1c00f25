import type { DeskDatabase, RowRecord } from '../db/database.ts';

/** Rows read in one request: a device that was away for months has a hundred thousand of them. */
const rowsAtOnce = 250;

/**
 * The changed rows of tickets, newest ids first, some at a time: all of them at once would fill the memory.
 * @param onRead called right before each request; what is written after that is newer than the rows it brings.
 */
export async function* changedTicketRows(
  { rows }: Pick<DeskDatabase, 'rows'>,
  onRead: () => void = () => undefined,
): AsyncGenerator<RowRecord[]> {
  const keys = await rows.where('key').between('ticket|', 'ticket|\uffff').primaryKeys();
  for (let end = keys.length; end > 0; end -= rowsAtOnce) {
    const first = keys[Math.max(0, end - rowsAtOnce)];
    onRead();
    yield await rows
      .where('key')
      .between(first, keys[end - 1], true, true)
      .toArray();
  }
}
