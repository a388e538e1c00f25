import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type ThrowawayPostgres } from './postgres.ts';

const setting = async (url: string | undefined, name: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (
      (await client.query<{ value: string }>('select current_setting($1) as value', [name])).rows[0]?.value ??
      ''
    );
  } finally {
    await client.end();
  }
};

describe('throwaway PostgreSQL', () => {
  let sure: ThrowawayPostgres;
  beforeAll(async () => {
    sure = await startPostgres({ fsync: true });
  });
  afterAll(() => sure.stop());

  it('is handed to every test file of the suite by TANGGAP_TEST_PG', async () => {
    expect(await setting(process.env.TANGGAP_TEST_PG, 'server_encoding')).toBe('UTF8');
  });

  it('is durable when asked to be', async () => {
    expect(await setting(sure.url, 'fsync')).toBe('on');
    expect(await setting(sure.url, 'synchronous_commit')).toBe('on');
  });

  it('listens on loopback only', async () => {
    expect(await setting(sure.url, 'listen_addresses')).toBe('127.0.0.1');
  });
});
