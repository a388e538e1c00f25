import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived: read by another library than the one that wrote it. */
export interface Arrived extends Email {
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly raw: string;
}

/** A real SMTP server on a loopback port that keeps what it gets. Support of tests. */
export async function startTestRelay(port = 0) {
  const arrived: Arrived[] = [];
  const waiting: (() => void)[] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, done) {
      if (refusal === null) return done();
      done(Object.assign(new Error('not now'), { responseCode: refusal }));
    },
    onData(stream, { envelope }, done) {
      const read = async () => {
        const raw = await buffer(stream);
        const mail = await PostalMime.parse(raw);
        arrived.push({
          ...mail,
          envelopeFrom: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
          envelopeTo: envelope.rcptTo.map(({ address }) => address),
          raw: raw.toString('utf8'),
        });
        for (const wake of waiting.splice(0)) wake();
      };
      read().then(() => done(), done);
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${taken}`,
    port: taken,
    arrived,
    /** Answers recipients with this code from now on; null takes mail again. */
    refuse(code: number | null) {
      refusal = code;
    },
    /** Resolves when so many mails have arrived. */
    async until(count: number): Promise<void> {
      while (arrived.length < count) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
export type TestRelay = Awaited<ReturnType<typeof startTestRelay>>;
