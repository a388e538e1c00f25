import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMeta } from '../../renderer/data/db/meta.ts';
import { type Desk, openDesk, register, sync } from './support/scene.ts';
import { TestServer } from './support/test-server.ts';

const hour = 3_600_000;

let server: TestServer;
let people = 0;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

async function newDesk(): Promise<Desk> {
  people += 1;
  const { username } = await server.addUser(`perpanjang-${people}`, 'operator');
  return openDesk(server, username);
}

/** A call beside the exchange, as the listener for pokes makes it. */
async function callBeside({ engine, local }: Desk) {
  const { cursor } = await readMeta(local.db, 'cursor');
  if (cursor === undefined) throw new Error('no cursor');
  return engine.access.call((token) => engine.api.pull({ cursor, outcomesAfter: 0 }, token));
}

const renewals = ({ profile }: Desk) => profile.requests.filter(({ path }) => path === '/api/v1/refresh');

describe('renewing the tokens', () => {
  it('SES-3 two calls that find the token expired renew it once, and the session lives on', async () => {
    const desk = await newDesk();
    server.pass(hour);
    const [ended, beside] = await Promise.all([desk.engine.exchange(), callBeside(desk)]);
    expect(ended).toEqual({ kind: 'done' });
    expect(beside.ok).toBe(true);
    expect(renewals(desk)).toHaveLength(1);
    await register(desk.desk);
    server.pass(hour);
    await sync(desk);
    expect(desk.desk.sync.status()).toMatchObject({ phase: 'idle', pending: 0 });
  });

  it('SES-3 an answer of 401 to a token that was renewed meanwhile is no reason to renew again', async () => {
    const desk = await newDesk();
    server.pass(hour);
    let isHeld = true;
    const late = desk.engine.access.call(async (token) => {
      const answer = await desk.engine.api.pull(
        { cursor: { epoch: 'any', versions: {} }, outcomesAfter: 0 },
        token,
      );
      if (isHeld) await sync(desk);
      isHeld = false;
      return answer;
    });
    await late;
    expect(renewals(desk)).toHaveLength(1);
  });
});
