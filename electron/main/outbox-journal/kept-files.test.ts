import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptFile, maxJournalPiece, maxKeptFiles } from '#shared/ipc/outbox-journal.ts';
import { journalDisk } from './journal-disk.ts';
import { type KeptFilesDisk, keptFilesDisk } from './kept-files-disk.ts';
import { type OutboxJournals, openOutboxJournals } from './outbox-journals.ts';
import { journalVersion, lineOf } from './record-lines.ts';

const userId = 'user-1';
const owner = { userId, username: 'rina', deviceId: 'device-1', deviceCode: 'B7' };

function bytesOf(size: number, seed: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed * 7 + (at >> 8)) & 0xff);
}
function nameOf(bytes: Uint8Array, attachmentId = 't-1/a.1'): KeptFile {
  return { attachmentId, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.byteLength };
}

describe('bytes of files beside the journal', () => {
  let root: string;
  let reports: unknown[];
  const open = (disk?: KeptFilesDisk) =>
    openOutboxJournals(path.join(root, 'outbox'), (error) => reports.push(error), journalDisk, disk);
  const outbox = () => path.join(root, 'outbox');
  const place = () => {
    const name = readdirSync(outbox()).find((each) => each.endsWith('.files'));
    if (name === undefined) throw new Error('no folder of files');
    return path.join(outbox(), name);
  };
  async function keep(
    journals: OutboxJournals,
    bytes: Uint8Array<ArrayBuffer>,
    file: KeptFile = nameOf(bytes),
    piece = 1000,
  ) {
    let kept = await journals.keepFile({ userId, file, at: 0, bytes: bytes.slice(0, piece) });
    for (let at = piece; kept.ok && !kept.value && at < bytes.byteLength; at += piece)
      kept = await journals.keepFile({ userId, file, at, bytes: bytes.slice(at, at + piece) });
    return kept;
  }
  async function read(journals: OutboxJournals, sha256: string, of = userId): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for (let at = 0; ; ) {
      const part = await journals.readFile(of, sha256, at);
      if (!part.ok) throw new Error(part.error);
      if (part.value.byteLength === 0) return Buffer.concat(parts);
      expect(part.value.byteLength).toBeLessThanOrEqual(maxJournalPiece);
      parts.push(part.value);
      at += part.value.byteLength;
    }
  }

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'tanggap-kept-'));
    reports = [];
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('JRN-17 F28 takes a file whole where the file system gives less at once than it was asked for', async () => {
    const bytes = bytesOf(250_000, 9);
    const file = nameOf(bytes);
    const scanty: KeptFilesDisk = {
      ...keptFilesDisk,
      read: (place, at, length) => keptFilesDisk.read(place, at, Math.min(length, 60_000)),
    };
    expect(await keep(open(scanty), bytes, file, 100_000)).toEqual({ ok: true, value: true });
    expect((await read(open(scanty), file.sha256)).equals(bytes)).toBe(true);
    expect(reports).toEqual([]);
  });

  it('JRN-17 gives the bytes back after a restart, word for word, for their user alone', async () => {
    const bytes = bytesOf(2_500_000, 1);
    const file = nameOf(bytes);
    expect(await keep(open(), bytes, file, maxJournalPiece)).toEqual({ ok: true, value: true });
    const again = open();
    expect(await again.files(userId)).toEqual({ ok: true, value: [file] });
    expect((await read(again, file.sha256)).equals(bytes)).toBe(true);
    expect(await again.readFile('user-2', file.sha256, 0)).toEqual({ ok: false, error: 'read_failed' });
    expect(await again.files('user-2')).toEqual({ ok: true, value: [] });
    if (process.platform !== 'win32') {
      expect(statSync(path.join(place(), file.sha256)).mode & 0o777).toBe(0o600);
      expect(statSync(place()).mode & 0o777).toBe(0o700);
    }
  });

  it('JRN-17 has bytes once for all attachments that name them, and lets them go with the last', async () => {
    const journals = open();
    const bytes = bytesOf(3000, 2);
    const [one, two] = [nameOf(bytes, 't-1/a.1'), nameOf(bytes, 't-2/a.1')];
    await keep(journals, bytes, one);
    expect(await journals.keepFile({ userId, file: two, at: 0, bytes: bytes.slice(0, 10) })).toEqual({
      ok: true,
      value: true,
    });
    expect(readdirSync(place())).toEqual([one.sha256]);
    await journals.append({ owner, counters: {}, entries: [] });
    expect((await journals.marker()).users[0]).toMatchObject({ unsent: 0, files: 2 });
    await journals.dropFiles(userId, [one.attachmentId, 'nobody']);
    expect((await read(open(), two.sha256)).equals(bytes)).toBe(true);
    await journals.dropFiles(userId, [two.attachmentId]);
    expect(readdirSync(place())).toEqual([]);
    expect(await open().files(userId)).toEqual({ ok: true, value: [] });
  });

  it('JRN-17 takes a file only whole: cut off, in wrong order or with other bytes it is none', async () => {
    const bytes = bytesOf(3000, 3);
    const file = nameOf(bytes);
    const journals = open();
    await journals.keepFile({ userId, file, at: 0, bytes: bytes.slice(0, 1000) });
    expect(await journals.keepFile({ userId, file, at: 2000, bytes: bytes.slice(2000) })).toMatchObject({
      ok: false,
    });
    expect(await journals.files(userId)).toEqual({ ok: true, value: [] });
    expect(await keep(journals, bytesOf(3000, 4), file)).toEqual({ ok: false, error: 'write_failed' });
    expect(await journals.files(userId)).toEqual({ ok: true, value: [] });
    expect(await keep(journals, bytes)).toEqual({ ok: true, value: true });
    await journals.keepFile({ userId, file: nameOf(bytesOf(9, 9)), at: 0, bytes: bytes.slice(0, 5) });
    // What a crash left half is gone at the next start.
    await open().files(userId);
    expect(readdirSync(place())).toEqual([file.sha256]);
  });

  it('JRN-17 a crash between bytes and record leaves nothing behind; records outlive compaction', async () => {
    const bytes = bytesOf(500, 5);
    const file = nameOf(bytes);
    const journals = open();
    await keep(journals, bytes);
    writeFileSync(path.join(place(), 'f'.repeat(64)), 'nobody names these');
    const long = JSON.stringify('x'.repeat(1000));
    const keyOf = (at: number) => `key-${String(at).padStart(8, '0')}`;
    for (let at = 1; at <= 120; at += 1) {
      const entry = { key: keyOf(at), deviceId: 'device-1', deviceCode: 'B7', mutationId: at, text: long };
      await journals.append({ owner, counters: {}, entries: [entry] });
    }
    await journals.acknowledge(
      userId,
      Array.from({ length: 120 }, (_, at) => keyOf(at + 1)),
    );
    const again = open();
    expect(await again.files(userId)).toEqual({ ok: true, value: [file] });
    expect(readdirSync(place())).toEqual([file.sha256]);
  });

  it('JRN-17 a damaged journal takes no bytes away', async () => {
    const bytes = bytesOf(500, 6);
    const file = nameOf(bytes);
    const journals = open();
    await keep(journals, bytes);
    const name = readdirSync(outbox()).find((each) => each.endsWith('.journal')) ?? '';
    const journal = path.join(outbox(), name);
    const written = readFileSync(journal);
    written[written.indexOf('t-1/a.1')] = 0x58;
    writeFileSync(journal, written);
    expect(await open().files(userId)).toEqual({ ok: true, value: [] });
    expect(existsSync(path.join(place(), file.sha256))).toBe(true);
  });

  it('JRN-18 F3 a full disk is told before bytes take the room of what is typed, and while they are written', async () => {
    const bytes = bytesOf(4000, 7);
    let free = 67_108_864 + 3999;
    let isFull = false;
    const journals = open({
      ...keptFilesDisk,
      free: async () => free,
      async write(...args) {
        if (isFull) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        return keptFilesDisk.write(...args);
      },
    });
    expect(await keep(journals, bytes)).toEqual({ ok: false, error: 'write_failed' });
    free += 1;
    isFull = true;
    expect(await keep(journals, bytes)).toEqual({ ok: false, error: 'write_failed' });
    expect(reports).toHaveLength(2);
    isFull = false;
    expect(await keep(journals, bytes)).toEqual({ ok: true, value: true });
  });

  it('JRN-18 keeps no more files than it may, and says so', async () => {
    const journals = open();
    const bytes = bytesOf(20, 8);
    await keep(journals, bytes);
    const name = readdirSync(outbox()).find((each) => each.endsWith('.journal')) ?? '';
    const many = Array.from({ length: maxKeptFiles - 1 }, (_, at) =>
      lineOf({ type: 'file', userId, ...nameOf(bytes, `t-9/a.${at}`) }),
    );
    writeFileSync(path.join(outbox(), name), readFileSync(path.join(outbox(), name), 'utf8') + many.join(''));
    expect(await keep(open(), bytesOf(20, 9), nameOf(bytesOf(20, 9), 't-8/a.1'))).toMatchObject({
      ok: false,
    });
  });

  it('JRN-7 a journal of the version before is read, and then closed to the app that wrote it', async () => {
    await open().append({ owner, counters: {}, entries: [] });
    const name = readdirSync(outbox()).find((each) => each.endsWith('.journal')) ?? '';
    const journal = path.join(outbox(), name);
    const head = lineOf({ type: 'head', version: journalVersion });
    const before = readFileSync(journal, 'utf8').replace(head, lineOf({ type: 'head', version: 1 }));
    writeFileSync(journal, before);
    const bytes = bytesOf(20, 10);
    expect(await keep(open(), bytes)).toEqual({ ok: true, value: true });
    expect(readFileSync(journal, 'utf8').startsWith(before + head)).toBe(true);
    expect((await open().marker()).users[0]).toMatchObject({ username: 'rina', files: 1, damaged: 0 });
  });
});
