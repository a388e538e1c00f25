import pg from 'pg';
import { startPostgres } from '../../support/postgres.ts';
import { fillWithTickets } from './many-tickets.ts';

/** A PostgreSQL of this run, as durable as a real one, with databases made from a filled one. */
export class BenchPostgres {
  readonly #server: Awaited<ReturnType<typeof startPostgres>>;
  readonly #filled = new Map<number, string>();
  #databases = 0;

  private constructor(server: Awaited<ReturnType<typeof startPostgres>>) {
    this.#server = server;
  }

  static async start(): Promise<BenchPostgres> {
    return new BenchPostgres(await startPostgres({ fsync: true }));
  }

  /** Address of a database of its own with so many unfinished tickets in the offices by the usual pack. */
  async databaseWith(tickets: number, say: (text: string) => void): Promise<string> {
    const filled = this.#filled.get(tickets) ?? `filled_${tickets}`;
    if (!this.#filled.has(tickets)) {
      say(`Making a PostgreSQL database of ${tickets} tickets …`);
      await this.#query(`CREATE DATABASE ${filled}`);
      await fillWithTickets({ url: this.#addressOf(filled) }, tickets, 'unfinished');
      this.#filled.set(tickets, filled);
    }
    return this.#make(`TEMPLATE ${filled}`);
  }

  /** Address of an empty database of its own. */
  emptyDatabase(): Promise<string> {
    return this.#make('');
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #make(from: string): Promise<string> {
    this.#databases += 1;
    const name = `bench_${this.#databases}`;
    await this.#query(`CREATE DATABASE ${name} ${from}`);
    return this.#addressOf(name);
  }

  #addressOf(database: string): string {
    const url = new URL(this.#server.url);
    url.pathname = `/${database}`;
    return url.href;
  }

  async #query(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.#server.url });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
}
