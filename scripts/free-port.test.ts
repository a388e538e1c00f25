import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { freePortFrom } from './free-port.ts';

it('passes over a port that is taken', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const port = await freePortFrom(taken, '127.0.0.1');
    expect(port).toBeGreaterThan(taken);
  } finally {
    server.close();
    await once(server, 'close');
  }
});
