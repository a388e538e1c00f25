import { createServer } from 'node:net';

/** True when nobody listens on that port of the address. */
function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The first free port from `first` on, at most 50 further; undefined when all are taken. */
export async function freePortFrom(first: number, host: string): Promise<number | undefined> {
  for (let port = first; port < first + 50 && port <= 65_535; port += 1) {
    if (await isFree(port, host)) return port;
  }
  return undefined;
}
