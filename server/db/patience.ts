import { Socket } from 'node:net';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

/** How long a PostgreSQL server is waited for, in ms. */
export interface Patience {
  /** For a connection: a free one of the pool, or a new one. */
  readonly connectMs: number;
  /** For the end of one statement; the server breaks it off. */
  readonly statementMs: number;
  /** Without a byte on a connection; it is broken off here, for a server that hangs breaks off nothing. */
  readonly silenceMs: number;
}

/** Of requests: the last of the three ends within the half minute that devices wait for an answer. */
export const patienceOfRequests: Patience = { connectMs: 12_000, statementMs: 22_000, silenceMs: 26_000 };

/** The database was not reached, broke off, or did not answer in time. What was under way may have been done or not. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
}

/** Classes of SQLSTATE: connection, resources of the server, operator (and with it the time limit of a statement). */
const away = /^(?:08|53|57)/;

async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const isRefusal = error instanceof pg.DatabaseError && !away.test(error.code ?? '');
    if (isRefusal || error instanceof TypeError) throw error;
    throw new DatabaseUnavailableError('the database does not answer', { cause: error });
  }
}

/** A connection's socket that breaks off after so many ms without a byte. The pool closes idle ones long before. */
export function impatientSocket(silenceMs: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(silenceMs, () => socket.destroy());
}

/**
 * Connections to a PostgreSQL server.
 * @param patience left out: as long as it takes, as imports and migrations need.
 * @returns a pool of which whatever has to do with the connection fails with `DatabaseUnavailableError`.
 */
export function openPool(url: string, types: pg.PoolConfig['types'], patience?: Patience): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 20,
    ...(types === undefined ? {} : { types }),
    ...(patience === undefined
      ? {}
      : {
          connectionTimeoutMillis: patience.connectMs,
          statement_timeout: patience.statementMs,
          stream: () => impatientSocket(patience.silenceMs),
        }),
  });
  // A connection that breaks is replaced at the next query. Without a listener it would end the process: the pool's own
  // hears of idle ones only, the client's also between two queries of a transaction.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    options: pool.options,
    async connect() {
      const client = await reached(pool.connect());
      return {
        // Cursors are not used here: a query is a text with its parameters.
        query: ((text: string, parameters: readonly unknown[]) =>
          reached(client.query(text, [...parameters]))) as unknown as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy),
      };
    },
    end: () => pool.end(),
  };
}
