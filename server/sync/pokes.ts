import pg from 'pg';
import { referenceSpace } from '#shared/sync/rows.ts';
import { impatientSocket, type Patience, patienceOfRequests } from '../db/patience.ts';

/** Tells connected clients that spaces moved. A hint only: a client that misses one still pulls by itself. */
export interface Pokes {
  /** Spaces that moved; called after the commit. */
  publish(spaces: readonly string[]): void;
  /** @returns the function that ends the subscription. */
  subscribe(listener: (spaces: readonly string[]) => void): () => void;
  close(): Promise<void>;
}

/** Pokes within one process (PGlite has one process only). */
export function createLocalPokes(): Pokes {
  const listeners = new Set<(spaces: readonly string[]) => void>();
  return {
    publish(spaces) {
      for (const listener of listeners) listener(spaces);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      listeners.clear();
    },
  };
}

const channel = 'tanggap_poke';
/** A NOTIFY payload must stay below 8,000 bytes; more spaces than this are told in several. */
const spacesPerNotice = 100;

/**
 * Pokes among several server processes through LISTEN/NOTIFY, on a connection of its own that is made again when it
 * breaks, or when nothing was heard on it for `patience.silenceMs` though it was asked. Sent outside the push's
 * transaction: a NOTIFY inside would queue all commits behind one lock.
 */
export async function createSharedPokes(
  url: string,
  patience: Patience = patienceOfRequests,
): Promise<Pokes> {
  const { connectMs, silenceMs } = patience;
  const local = createLocalPokes();
  let client: pg.Client | null = null;
  let newest: pg.Client | null = null;
  let isClosed = false;
  let again: NodeJS.Timeout | undefined;
  // One notice after the other: a connection takes the next query when the one before has ended.
  let telling: Promise<unknown> = Promise.resolve();
  const connect = async (isAgain: boolean): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: connectMs,
      stream: () => impatientSocket(silenceMs),
    });
    newest = fresh;
    let asking: NodeJS.Timeout | undefined;
    fresh.on('notification', ({ payload }) => local.publish((payload ?? '').split(' ').filter(Boolean)));
    fresh.on('error', () => undefined);
    fresh.on('end', () => {
      clearInterval(asking);
      client = null;
      if (isClosed) return;
      again = setTimeout(() => void connect(true).catch(() => undefined), 1000);
    });
    await fresh.connect();
    // An answer is a sign of life: a server that hangs, or a line that ends in nothing, gives none.
    asking = setInterval(() => void fresh.query('SELECT 1').catch(() => undefined), silenceMs / 3);
    await fresh.query(`LISTEN ${channel}`);
    client = fresh;
    // What was published while nobody listened is not told again: the packs held here are to be read anew.
    if (isAgain) local.publish([referenceSpace]);
  };
  try {
    await connect(false);
  } catch (error) {
    isClosed = true;
    clearTimeout(again);
    throw error;
  }
  return {
    publish(spaces) {
      if (client === null) return local.publish(spaces);
      for (let at = 0; at < spaces.length; at += spacesPerNotice) {
        const payload = spaces.slice(at, at + spacesPerNotice).join(' ');
        telling = telling
          .then(() => client?.query('SELECT pg_notify($1, $2)', [channel, payload]))
          .catch(() => undefined);
      }
    },
    subscribe: local.subscribe,
    async close() {
      isClosed = true;
      clearTimeout(again);
      await newest?.end();
      await local.close();
    },
  };
}
