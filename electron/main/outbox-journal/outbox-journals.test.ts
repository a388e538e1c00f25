import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntryRecord } from '#shared/ipc/outbox-journal.ts';
import { type JournalDisk, journalDisk } from './journal-disk.ts';
import { type OutboxJournals, openOutboxJournals } from './outbox-journals.ts';
import { journalVersion, lineOf } from './record-lines.ts';

const owner = { userId: 'user-1', username: 'rina', deviceId: 'device-1', deviceCode: 'B7' };
const keyOf = (at: number) => `key-${String(at).padStart(8, '0')}`;

function entry(at: number, change: Partial<JournalEntryRecord> = {}): JournalEntryRecord {
  const text = JSON.stringify({ name: 'ticket.note', args: { text: `catatan ${at}` } });
  return { key: keyOf(at), deviceId: 'device-1', deviceCode: 'B7', mutationId: at, text, ...change };
}

describe('journal of unsent work', () => {
  let folder: string;
  let reports: unknown[];
  const open = (disk?: JournalDisk) =>
    openOutboxJournals(path.join(folder, 'outbox'), (error) => reports.push(error), disk);
  const append = (journals: OutboxJournals, ...entries: JournalEntryRecord[]) =>
    journals.append({ owner, counters: {}, entries });
  const fileIn = (place: string) => {
    const name = readdirSync(place).find((each) => each.endsWith('.journal'));
    if (name === undefined) throw new Error('no journal');
    return path.join(place, name);
  };
  const file = () => fileIn(path.join(folder, 'outbox'));
  async function keys(journals: OutboxJournals, userId = owner.userId): Promise<string[]> {
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page = await journals.read(userId, after);
      if (!page.ok) throw new Error(page.error);
      found.push(...page.value.entries.map(({ key }) => key));
      after = page.value.next;
    } while (after !== null);
    return found;
  }
  const unsent = async (journals: OutboxJournals) => (await journals.marker()).users[0];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'tanggap-journal-'));
    reports = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('JRN-1 gives back what was appended, in order and word for word, after a restart', async () => {
    const entries = [1, 2, 3].map((at) => entry(at, { text: JSON.stringify(`baris\nbaru "${at}" \ud800`) }));
    expect(await append(open(), ...entries)).toEqual({ ok: true, value: undefined });
    expect(await open().read(owner.userId, null)).toEqual({ ok: true, value: { entries, next: null } });
    expect(await open().marker()).toEqual({
      users: [{ ...owner, counters: {}, confirmed: 0, unsent: 3, files: 0, damaged: 0 }],
      unreadable: 0,
    });
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('JRN-1 has every entry of many appends at once, with fewer syncs than appends', async () => {
    let writes = 0;
    const counting: JournalDisk = {
      ...journalDisk,
      append(...args) {
        writes += 1;
        return journalDisk.append(...args);
      },
    };
    const journals = open(counting);
    const done = await Promise.all(Array.from({ length: 40 }, (_, at) => append(journals, entry(at + 1))));
    expect(done.every(({ ok }) => ok)).toBe(true);
    expect(await keys(open())).toEqual(Array.from({ length: 40 }, (_, at) => keyOf(at + 1)));
    expect(writes).toBeLessThan(40);
  });

  it('JRN-2 what was acknowledged is not given back; repeats count once', async () => {
    const journals = open();
    await append(journals, entry(1), entry(2), entry(2, { mutationId: 9 }));
    await journals.acknowledge(owner.userId, [keyOf(1), keyOf(77)]);
    const page = await open().read(owner.userId, null);
    expect(page.ok && page.value.entries).toEqual([entry(2, { mutationId: 9 })]);
    expect((await unsent(open()))?.confirmed).toBe(1);
  });

  it('JRN-3 a file torn off at any byte loses the torn record alone, and is written on', async () => {
    await append(open(), entry(1));
    const first = statSync(file()).size;
    await append(open(), entry(2));
    const whole = readFileSync(file());
    // The last byte is the line end: without it the record counts as torn.
    for (let size = first; size < whole.byteLength; size += 7) {
      writeFileSync(file(), whole.subarray(0, size));
      const journals = open();
      expect(await keys(journals), `at ${size}`).toEqual([keyOf(1)]);
      await append(journals, entry(3));
      expect(await keys(open()), `at ${size}`).toEqual([keyOf(1), keyOf(3)]);
    }
  });

  it('JRN-3 one flipped bit anywhere loses at most the record it is in, and is counted', async () => {
    await append(open(), entry(1), entry(2), entry(3));
    const whole = readFileSync(file());
    const inSecond = whole.indexOf(keyOf(2));
    for (let at = inSecond - 40; at < inSecond + 60; at += 3) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      writeFileSync(file(), bytes);
      const found = await keys(open());
      expect(found.length, `at ${at}`).toBeGreaterThanOrEqual(2);
      if (found.length === 2) expect((await unsent(open()))?.damaged, `at ${at}`).toBe(1);
    }
  });

  it('JRN-3 a damaged file is kept aside before it is written anew', async () => {
    await append(open(), entry(1), entry(2));
    const bytes = readFileSync(file());
    bytes[bytes.indexOf(keyOf(1))] = 0;
    writeFileSync(file(), bytes);
    const journals = open();
    await append(journals, entry(3));
    expect((await unsent(journals))?.damaged).toBe(0);
    expect(await keys(open())).toEqual([keyOf(2), keyOf(3)]);
    expect(readFileSync(`${file()}.aside`).subarray(0, bytes.byteLength)).toEqual(bytes);
  });

  it('JRN-3 an empty file, and one of zeros, are no journal and no obstacle', async () => {
    await append(open(), entry(1));
    for (const content of [new Uint8Array(), new Uint8Array(4096)]) {
      writeFileSync(file(), content);
      expect((await open().marker()).users).toEqual([]);
      await append(open(), entry(2));
      expect(await keys(open())).toEqual([keyOf(2)]);
    }
  });

  it('JRN-4 a full disk is told, leaves the file whole, and the next append goes well', async () => {
    let isFull = false;
    const filling: JournalDisk = {
      ...journalDisk,
      async append(name, bytes, size) {
        if (!isFull) return journalDisk.append(name, bytes, size);
        appendFileSync(name, bytes.subarray(0, bytes.byteLength >> 1));
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      },
    };
    const journals = open(filling);
    await append(journals, entry(1));
    isFull = true;
    expect(await append(journals, entry(2))).toEqual({ ok: false, error: 'write_failed' });
    expect(reports).toHaveLength(1);
    isFull = false;
    expect(await append(journals, entry(3))).toMatchObject({ ok: true });
    expect(await keys(open())).toEqual([keyOf(1), keyOf(3)]);
    expect((await unsent(open()))?.damaged).toBe(0);
  });

  it('JRN-4 a folder that cannot be made is told, not thrown', async () => {
    writeFileSync(path.join(folder, 'outbox'), 'a file where the folder should be');
    expect(await append(open(), entry(1))).toMatchObject({ ok: false });
    expect(await open().marker()).toEqual({ users: [], unreadable: 1 });
  });

  it('JRN-5 is written anew when most of it is acknowledged, and keeps counters and what the server has', async () => {
    const journals = open();
    const counters = { 2611: 42 };
    const long = 'x'.repeat(1000);
    for (let at = 1; at <= 200; at += 1)
      await journals.append({ owner, counters, entries: [entry(at, { text: JSON.stringify(long) })] });
    await journals.acknowledge(
      owner.userId,
      Array.from({ length: 150 }, (_, at) => keyOf(at + 1)),
    );
    expect(statSync(file()).size).toBeLessThan(80_000);
    expect(await unsent(open())).toMatchObject({ counters, confirmed: 150, unsent: 50, damaged: 0 });
    await append(journals, entry(201));
    expect(await keys(open())).toHaveLength(51);
  });

  it.each(['before the new file was renamed', 'after it was renamed'])(
    'JRN-5 a compaction interrupted %s loses and doubles nothing',
    async (when) => {
      class PowerCut extends Error {}
      const cutting: JournalDisk = {
        ...journalDisk,
        async replace(name, bytes) {
          if (when.startsWith('before')) writeFileSync(`${name}.partial`, bytes.subarray(0, 100));
          else await journalDisk.replace(name, bytes);
          throw new PowerCut();
        },
      };
      const journals = open(cutting);
      for (let at = 1; at <= 100; at += 1)
        await append(journals, entry(at, { text: JSON.stringify('y'.repeat(1000)) }));
      const gone = Array.from({ length: 90 }, (_, at) => keyOf(at + 1));
      await journals.acknowledge(owner.userId, gone);
      expect(reports[0]).toBeInstanceOf(PowerCut);
      const again = open();
      expect((await again.marker()).users[0]).toMatchObject({ unsent: 10, damaged: 0 });
      expect(readdirSync(path.join(folder, 'outbox')).filter((name) => name.endsWith('.partial'))).toEqual(
        [],
      );
      await append(again, entry(101));
      expect(await keys(open())).toHaveLength(11);
    },
  );

  it('JRN-4 JRN-5 a journal that is full takes acknowledgements, and goes on with the room they make', async () => {
    const journals = open();
    const textOf = (length: number) => JSON.stringify('x'.repeat(length));
    let taken = 0;
    // So much fits that nothing more does, not even an acknowledgement.
    for (const length of [1_900_000, 60_000, 2_000, 10]) {
      const one = (at: number) => append(journals, entry(at, { text: textOf(length) }));
      while (taken < 500 && (await one(taken + 1)).ok) taken += 1;
      expect(await one(taken + 1)).toEqual({ ok: false, error: 'write_failed' });
    }
    expect(taken).toBeLessThan(500);
    expect(await journals.acknowledge(owner.userId, [keyOf(1)])).toEqual({ ok: true, value: undefined });
    const next = entry(taken + 1, { text: textOf(1_800_000) });
    expect(await append(journals, next)).toEqual({ ok: true, value: undefined });
    const rest = Array.from({ length: taken }, (_, at) => keyOf(at + 2));
    expect(await keys(open())).toEqual(rest);
    expect(await journals.acknowledge(owner.userId, rest.slice(0, -1))).toMatchObject({ ok: true });
    expect(await keys(open())).toEqual([keyOf(taken + 1)]);
    expect(statSync(file()).size).toBeLessThan(2_500_000);
    expect((await unsent(open()))?.confirmed).toBe(taken);
  });

  it('JRN-6 takes no entries of another user, whatever file they lie in', async () => {
    await append(open(), entry(1));
    const mine = file();
    const elsewhere = mkdtempSync(path.join(folder, 'other-'));
    const other = openOutboxJournals(elsewhere, (error) => reports.push(error));
    await other.append({ owner: { ...owner, userId: 'user-2' }, counters: {}, entries: [entry(2)] });
    copyFileSync(fileIn(elsewhere), mine);
    expect(await keys(open())).toEqual([]);
    expect(await open().marker()).toEqual({ users: [], unreadable: 1 });
    await append(open(), entry(3));
    expect(await keys(open())).toEqual([keyOf(3)]);
  });

  it('JRN-7 leaves the journal of a newer version alone', async () => {
    mkdirSync(path.join(folder, 'outbox'));
    await append(open(), entry(1));
    const newer = lineOf({ type: 'head', version: journalVersion + 1 }) + readFileSync(file(), 'utf8');
    writeFileSync(file(), newer);
    const journals = open();
    expect(await append(journals, entry(2))).toEqual({ ok: false, error: 'journal_newer' });
    expect(await journals.read(owner.userId, null)).toEqual({ ok: false, error: 'journal_newer' });
    expect(await journals.marker()).toEqual({ users: [], unreadable: 1 });
    expect(readFileSync(file(), 'utf8')).toBe(newer);
  });

  it('JRN-5 writes what it knows anew where somebody took the file away or cut it', async () => {
    const journals = open();
    await append(journals, entry(1), entry(2));
    rmSync(file());
    await append(journals, entry(3));
    expect(await keys(open())).toEqual([1, 2, 3].map(keyOf));
    truncateSync(file(), 50);
    await append(journals, entry(4));
    expect(await keys(open())).toEqual([1, 2, 3, 4].map(keyOf));
  });

  it('reads ten thousand entries in bounded pages', async () => {
    const journals = open();
    for (let at = 0; at < 50; at += 1)
      await append(journals, ...Array.from({ length: 200 }, (_, index) => entry(at * 200 + index + 1)));
    expect(await keys(open())).toHaveLength(10_000);
  });
});
