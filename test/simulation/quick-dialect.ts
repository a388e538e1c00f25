import { type PGlite, protocol } from '@electric-sql/pglite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';

const { serialize, messages: sent, Parser } = protocol;

const executeAndSync = Buffer.concat([serialize.execute({}), serialize.sync()]);

/** A statement that the database has parsed and planned under a name of its own. */
interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
  readonly columns: readonly { readonly name: string; readonly type: number }[];
}

interface Heard {
  readonly parameterTypes: number[];
  readonly columns: { name: string; type: number }[];
  readonly rows: (readonly (string | null)[])[];
  affected: number;
}

/**
 * The one connection to PGlite, spoken to in PostgreSQL's own protocol: a statement is parsed and planned once in the
 * life of the process, and runs in one round trip. PGlite's own `query` takes five, and plans each time.
 */
class QuickConnection implements DatabaseConnection {
  readonly #pglite: PGlite;
  readonly #prepared = new Map<string, Prepared>();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { name, parameterTypes, columns } = await this.#prepare(sql);
    const values = parameters.map((value, at) => this.#textOf(value, parameterTypes[at] ?? 0));
    const { rows, affected } = await this.#ask([serialize.bind({ statement: name, values }), executeAndSync]);
    return { numAffectedRows: BigInt(affected), rows: rows.map((row) => this.#object(row, columns) as R) };
  }

  // biome-ignore lint/correctness/useYield: the server streams nothing from PGlite
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('not streamed');
  }

  async #prepare(sql: string): Promise<Prepared> {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const name = `s${this.#prepared.size}`;
    const { parameterTypes, columns } = await this.#ask([
      serialize.parse({ name, text: sql }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    ]);
    const prepared = { name, parameterTypes, columns };
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #textOf(value: unknown, type: number): string | null {
    if (value === null || value === undefined) return null;
    return String(this.#pglite.serializers[type]?.(value) ?? value);
  }

  #object(row: readonly (string | null)[], columns: Prepared['columns']): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const [at, { name, type }] of columns.entries()) {
      const text = row[at] ?? null;
      const parse = this.#pglite.parsers[type];
      object[name] = text === null || parse === undefined ? text : parse(text, type);
    }
    return object;
  }

  /** Sends messages together and reads everything that comes back; the first error of the database is thrown. */
  async #ask(asked: readonly Uint8Array[]): Promise<Heard> {
    const heard: Heard = { parameterTypes: [], columns: [], rows: [], affected: 0 };
    let failure: Error | null = null;
    const parser = new Parser();
    const hear = (message: { readonly name: string }): void => {
      if (message instanceof sent.DataRowMessage) heard.rows.push(message.fields);
      else if (message instanceof sent.CommandCompleteMessage)
        heard.affected = Number(/ (\d+)$/.exec(message.text)?.[1] ?? 0);
      else if (message instanceof sent.ParameterDescriptionMessage)
        heard.parameterTypes.push(...message.dataTypeIDs);
      else if (message instanceof sent.RowDescriptionMessage)
        heard.columns.push(...message.fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID })));
      else if (message instanceof sent.DatabaseError) failure ??= message;
    };
    await this.#pglite.execProtocolRawStream(Buffer.concat(asked), {
      syncToFs: false,
      onRawData: (data) => parser.parse(data, hear),
    });
    if (failure !== null) throw failure;
    return heard;
  }
}

class QuickDriver implements Driver {
  readonly #connection: DatabaseConnection;
  readonly #pglite: PGlite;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
    this.#connection = new QuickConnection(pglite);
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady;
    // Plans that do not depend on what ran before: a seed behaves the same alone and among others.
    await this.#tell('SET plan_cache_mode = force_generic_plan');
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    await this.#tell('BEGIN');
  }

  async commitTransaction(): Promise<void> {
    await this.#tell('COMMIT');
  }

  async rollbackTransaction(): Promise<void> {
    await this.#tell('ROLLBACK');
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {
    await this.#pglite.close();
  }

  async #tell(command: string): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw(command));
  }
}

/** PGlite with next to no overhead of its own. */
export function quickDialect(pglite: PGlite): Dialect {
  return {
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => new QuickDriver(pglite),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}
