import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryPlace } from '../../test/support/memory-place.ts';
import { nineOClock } from '../contract/world.ts';
import { mostAttempts, takeDueMail } from './mail-queue.ts';
import {
  createNoticeServer,
  createNoticeWorld,
  dayMs,
  minuteMs,
  type NoticeServer,
  type NoticeWorld,
} from './notice-world.ts';
import { createSmtpPost } from './smtp.ts';
import { startTestRelay, type TestRelay } from './test-relay.ts';

const from = { name: 'Tanggap', address: 'tanggap@kota.go.id' };

describe('sending of queued mails', () => {
  let world: NoticeWorld;
  let relay: TestRelay;
  beforeAll(async () => {
    world = await createNoticeWorld(memoryPlace());
  });
  afterAll(() => world.database.close());
  beforeEach(async () => {
    relay = await startTestRelay();
    await world.database.db.deleteFrom('mail').execute();
    return () => relay.close();
  });
  const serverAt = (url = relay.url) => createNoticeServer(world.database, world.time, url);
  const pass = (server: NoticeServer, ms: number) =>
    world.time.passTo(world.time.platform.clock() + ms, () => server.settle());
  const mails = () =>
    world.database.db
      .selectFrom('mail')
      .select(['id', 'recipient', 'attempts', 'next_attempt_at', 'sent_at', 'body_text', 'subject'])
      .execute();
  /** A ticket assigned to the technician: one mail in the queue. */
  const assign = async (server: NoticeServer, change = {}) => {
    const registration = world.registration(change);
    await world.push(server.services, registration);
    return registration[1].id;
  };

  it('sends after a restart what was committed before a crash', async () => {
    const crashed = await serverAt();
    await assign(crashed);
    expect(relay.arrived).toHaveLength(0);
    const restarted = await serverAt();
    restarted.sender?.start();
    await pass(restarted, 0);
    expect(relay.arrived.map(({ envelopeFrom, envelopeTo }) => [envelopeFrom, ...envelopeTo])).toEqual([
      ['tanggap@kota.go.id', 'tek@kota.go.id'],
    ]);
    const [mail] = await mails();
    expect(mail).toMatchObject({ attempts: 1, next_attempt_at: null, body_text: '' });
    expect(mail?.sent_at).toBe(world.time.platform.clock());
    await restarted.close();
  });

  it('sends again under the same Message-ID when it died between acceptance and its own mark', async () => {
    const crashed = await serverAt();
    await assign(crashed);
    const taken = await takeDueMail(world.database.db, world.time.platform.clock());
    if (taken === undefined) throw new Error('nothing queued');
    const post = createSmtpPost({ smtpUrl: relay.url, from });
    await post.send(taken);
    post.close();
    const restarted = await serverAt();
    restarted.sender?.start();
    await pass(restarted, minuteMs);
    expect(relay.arrived).toHaveLength(1);
    await pass(restarted, 5 * minuteMs);
    expect(relay.arrived).toHaveLength(2);
    const [first, second] = relay.arrived.map(({ messageId }) => messageId);
    expect([first, second]).toEqual([`<${taken.id}@kota.go.id>`, `<${taken.id}@kota.go.id>`]);
    await restarted.close();
  });

  it('tries again with growing waits while the relay refuses, and gives up in the end with a line in the log', async () => {
    const server = await serverAt();
    server.sender?.start();
    relay.refuse(450);
    await assign(server);
    await pass(server, 0);
    expect(await mails()).toMatchObject([
      { attempts: 1, next_attempt_at: world.time.platform.clock() + minuteMs },
    ]);
    await pass(server, minuteMs);
    expect(await mails()).toMatchObject([
      { attempts: 2, next_attempt_at: world.time.platform.clock() + 2 * minuteMs },
    ]);
    await pass(server, 4 * dayMs);
    expect(await mails()).toMatchObject([{ attempts: mostAttempts, next_attempt_at: null, sent_at: null }]);
    const failures = server.logged.filter((line) => line.includes('"mail_not_sent"'));
    expect(failures).toHaveLength(mostAttempts - 1);
    expect(server.logged.filter((line) => line.includes('"mail_given_up"'))).toHaveLength(1);
    expect(server.logged.join()).not.toContain('@');
    expect(server.logged.join()).toContain('"code":"450"');
    relay.refuse(null);
    await pass(server, dayMs);
    expect(relay.arrived).toHaveLength(0);
    await server.close();
  });

  it('waits for a relay that is gone, without using up the attempts of the other mails', async () => {
    await relay.close();
    const server = await serverAt();
    server.sender?.start();
    await assign(server);
    await assign(server);
    await assign(server);
    await pass(server, 0);
    expect((await mails()).map(({ attempts }) => attempts).sort()).toEqual([0, 0, 1]);
    relay = await startTestRelay(relay.port);
    await pass(server, 10 * minuteMs);
    expect(relay.arrived).toHaveLength(3);
    await server.close();
  });

  it('sends what seems to wait too long because the clock was put back', async () => {
    const crashed = await serverAt();
    await assign(crashed);
    world.time.platform.advance(-2 * dayMs);
    const server = await serverAt();
    server.sender?.start();
    await pass(server, 0);
    expect(relay.arrived).toHaveLength(1);
    world.time.platform.advance(2 * dayMs);
    await server.close();
  });

  it('lets no typed text become a header or another recipient', async () => {
    const server = await serverAt();
    server.sender?.start();
    const title = 'Jaringan\r\nBcc: jahat@contoh.id\r\n\r\n<b>mati</b> \u202Eé✓\u2028\u0007';
    await world.push(
      server.services,
      world.registration({
        title,
        opd: 'DISDIK',
        kind: 'service_request',
        client: {
          name: 'Siti\r\nBcc: jahat@contoh.id',
          opd: '',
          position: '',
          phone: '',
          email: 'siti@warga.id, jahat@contoh.id',
        },
        guestEmail: 'tamu@warga.id\r\nBcc: jahat@contoh.id',
        assignee: null,
      }),
    );
    await pass(server, 0);
    // The client's addresses are none: operators and supervisors of the office are left.
    expect(relay.arrived.flatMap(({ envelopeTo }) => envelopeTo).sort()).toEqual([
      'op2@kota.go.id',
      'sup@kota.go.id',
    ]);
    for (const mail of relay.arrived) {
      const head = mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n'));
      expect(head).not.toMatch(/^bcc:/im);
      expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
      expect(mail.subject).toBe(
        '[PLY-DISDIK-2611-00-0008] Tiket dibuka – Jaringan Bcc: jahat@contoh.id <b>mati</b> é✓',
      );
      expect(mail.text).toContain('Judul            : Jaringan Bcc: jahat@contoh.id <b>mati</b> é✓\n');
      expect(mail.html).toContain('&lt;b&gt;mati&lt;/b&gt;');
      expect(mail.headers).toContainEqual(
        expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
      );
    }
    await server.close();
  });

  it('forgets mails, with their addresses, thirty days after they were sent', async () => {
    const server = await serverAt();
    server.sender?.start();
    await assign(server);
    await pass(server, 29 * dayMs);
    expect(await mails()).toHaveLength(1);
    await pass(server, 3 * dayMs);
    expect(await mails()).toEqual([]);
    await server.close();
    expect(world.time.platform.clock()).toBeGreaterThan(nineOClock);
  });
});
