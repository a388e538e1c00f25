import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createWorld, password } from '../../../server/contract/world.ts';
import { freePort, ServerProcess } from '../../e2e/support/server-process.ts';
import { RemoteDevice } from '../../support/remote-device.ts';

let databases = 0;

/** How often the long loops run: 1 in the ordinary suite, more by `npm run test:races`. */
export const rounds = Number(process.env.TANGGAP_RACE_ROUNDS ?? '1');

/** A new, empty database on a PostgreSQL server; its address. */
export async function freshDatabase(server: string): Promise<string> {
  databases += 1;
  const name = `races_${process.pid}_${databases}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Server processes on one database with the people and offices of the contract suite. */
export class RaceWorld {
  readonly url: string;
  readonly servers: readonly ServerProcess[];
  readonly #web: string;

  private constructor(url: string, servers: readonly ServerProcess[], web: string) {
    this.url = url;
    this.servers = servers;
    this.#web = web;
  }

  /** Starts so many server processes on a new database of the PostgreSQL at `server`. */
  static async open(server: string, processes: number): Promise<RaceWorld> {
    const url = await freshDatabase(server);
    await (await createWorld({ url })).close();
    const web = mkdtempSync(join(tmpdir(), 'tanggap-races-'));
    const more = { serve: ['--requests-per-minute', '1000000'] };
    const servers: ServerProcess[] = [];
    for (let at = 0; at < processes; at += 1)
      servers.push(new ServerProcess({ url }, await freePort(), web, more));
    await Promise.all(servers.map((one) => one.start()));
    return new RaceWorld(url, servers, web);
  }

  get origins(): readonly string[] {
    return this.servers.map(({ origin }) => origin);
  }

  /** A new device of this person that speaks to these servers (all) in turn. */
  device(username: string, origins = this.origins): Promise<RemoteDevice> {
    return RemoteDevice.login(origins, username, password);
  }

  /** Devices of these people, one log-in after the other: attempts at once count as failures until they succeed. */
  async devices(usernames: readonly string[]): Promise<RemoteDevice[]> {
    const devices: RemoteDevice[] = [];
    for (const username of usernames) devices.push(await this.device(username));
    return devices;
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.stop('SIGKILL')));
    rmSync(this.#web, { recursive: true, force: true });
  }
}
