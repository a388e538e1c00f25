import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { openOutboxJournals } from '../../electron/main/outbox-journal/outbox-journals.ts';
import { journalVersion, lineOf } from '../../electron/main/outbox-journal/record-lines.ts';
import { copyProfile, type DeskFolders } from './desk-on-disk.ts';

/** How the app is expected to open after a damage. */
export type Opening =
  /** The desk opens by itself; nothing was amiss with the database. */
  | 'desk'
  /** The desk opens by itself and tells what it put back. */
  | 'desk, recovered'
  /** Log-in is asked for, with a word of what happened; then the desk tells what it put back. */
  | 'log-in, recovered'
  /** One of these three: how much LevelDB saves of its files is its own affair, and changes with its versions. */
  | 'either';

export interface Damage {
  readonly what: string;
  readonly opens: Opening;
  /** The journal is damaged as well, and the desk says so. */
  readonly tellsJournal?: true;
  /** @param older the same folders before the unsent work was done. */
  readonly harm: (folders: DeskFolders, older: DeskFolders) => Promise<void> | void;
}

const indexedDb = ({ profile }: DeskFolders) => path.join(profile, 'Default', 'IndexedDB');

/** The folder of LevelDB files of the app's origin. */
function levelDb(folders: DeskFolders): string {
  const name = readdirSync(indexedDb(folders)).find((each) => /tanggap\.app.*\.leveldb$/.test(each));
  if (name === undefined)
    throw new Error('no LevelDB folder: the browser keeps IndexedDB in another way now');
  return path.join(indexedDb(folders), name);
}

function levelDbFile(folders: DeskFolders, pattern: RegExp): string {
  const folder = levelDb(folders);
  const name = readdirSync(folder)
    .filter((each) => pattern.test(each))
    .sort()
    .at(-1);
  if (name === undefined) throw new Error(`no file like ${pattern} in LevelDB`);
  return path.join(folder, name);
}

function changeBytes(file: string, change: (bytes: Buffer) => Buffer): void {
  writeFileSync(file, change(readFileSync(file)));
}

const logFile = (folders: DeskFolders) => levelDbFile(folders, /\.log$/);
const outbox = ({ userData }: DeskFolders) => path.join(userData, 'outbox');

function journalFile(folders: DeskFolders): string {
  const name = readdirSync(outbox(folders)).find((each) => each.endsWith('.journal'));
  if (name === undefined) throw new Error('no journal');
  return path.join(outbox(folders), name);
}

function removeDatabase(folders: DeskFolders): void {
  rmSync(indexedDb(folders), { recursive: true });
}

function cutLog(share: number): Damage['harm'] {
  return (folders) => {
    const file = logFile(folders);
    truncateSync(file, Math.floor(readFileSync(file).byteLength * share));
  };
}

/** Damages to the files of the database; the journal is whole. */
export const databaseDamages: readonly Damage[] = [
  { what: 'IndexedDB deleted', opens: 'log-in, recovered', harm: removeDatabase },
  {
    what: 'the whole browser profile deleted',
    opens: 'log-in, recovered',
    harm: ({ profile }) => rmSync(profile, { recursive: true }),
  },
  { what: 'LevelDB’s log emptied', opens: 'either', harm: cutLog(0) },
  { what: 'LevelDB’s log cut in the middle', opens: 'either', harm: cutLog(0.5) },
  {
    what: 'LevelDB’s log without its last bytes',
    opens: 'either',
    harm: (folders) => truncateSync(logFile(folders), readFileSync(logFile(folders)).byteLength - 10),
  },
  {
    what: 'LevelDB’s log overwritten from its middle',
    opens: 'either',
    harm: (folders) =>
      changeBytes(logFile(folders), (bytes) => bytes.fill(0xa5, Math.floor(bytes.byteLength / 2))),
  },
  {
    what: 'MANIFEST overwritten',
    opens: 'either',
    harm: (folders) => changeBytes(levelDbFile(folders, /^MANIFEST/), (bytes) => bytes.fill(0x5a)),
  },
  {
    what: 'MANIFEST emptied',
    opens: 'either',
    harm: (folders) => truncateSync(levelDbFile(folders, /^MANIFEST/), 0),
  },
  {
    what: 'CURRENT missing',
    opens: 'either',
    harm: (folders) => rmSync(path.join(levelDb(folders), 'CURRENT')),
  },
  {
    what: 'CURRENT naming no file',
    opens: 'either',
    harm: (folders) => writeFileSync(path.join(levelDb(folders), 'CURRENT'), 'MANIFEST-999999\n'),
  },
  {
    what: 'a table file removed',
    opens: 'either',
    harm: (folders) => rmSync(levelDbFile(folders, /\.ldb$/)),
  },
  {
    what: 'a table file of zeros',
    opens: 'either',
    harm: (folders) => changeBytes(levelDbFile(folders, /\.ldb$/), (bytes) => bytes.fill(0)),
  },
  {
    what: 'an older copy of the profile put back',
    opens: 'desk, recovered',
    harm: ({ profile }, older) => {
      rmSync(profile, { recursive: true });
      copyProfile(older.profile, profile);
    },
  },
];

async function addForeign(folders: DeskFolders): Promise<void> {
  const owner = { userId: 'orang-lain', username: 'orang-lain', deviceId: 'lain', deviceCode: 'ZZ' };
  const elsewhere = path.join(folders.userData, 'lain');
  const text = JSON.stringify({
    name: 'ticket.note',
    args: {},
    occurredAt: 0,
    seenServerTime: 0,
    aggregate: 'x',
  });
  const entries = [{ key: 'kunci-orang-lain', deviceId: 'lain', deviceCode: 'ZZ', mutationId: 1, text }];
  await openOutboxJournals(elsewhere, () => {}).append({ owner, counters: {}, entries });
  const file = readdirSync(elsewhere)[0] ?? '';
  appendFileSync(journalFile(folders), readFileSync(path.join(elsewhere, file)));
}

function flipIn(folders: DeskFolders, text: string): void {
  changeBytes(journalFile(folders), (bytes) => {
    const at = bytes.indexOf(text);
    if (at === -1) throw new Error(`the journal does not hold "${text}"`);
    bytes[at] = 0x23;
    return bytes;
  });
}

/** Damages to the journal; the database is whole. */
export const journalDamages: readonly Damage[] = [
  { what: 'journal missing', opens: 'desk', harm: (folders) => rmSync(outbox(folders), { recursive: true }) },
  { what: 'journal empty', opens: 'desk', harm: (folders) => truncateSync(journalFile(folders), 0) },
  {
    what: 'journal with a torn tail',
    opens: 'desk',
    harm: (folders) => changeBytes(journalFile(folders), (bytes) => bytes.subarray(0, bytes.byteLength - 25)),
  },
  {
    what: 'journal with a flipped byte',
    opens: 'desk',
    tellsJournal: true,
    harm: (folders) => flipIn(folders, 'luring pertama'),
  },
  {
    what: 'journal with every record twice',
    opens: 'desk',
    harm: (folders) => changeBytes(journalFile(folders), (bytes) => Buffer.concat([bytes, bytes])),
  },
  {
    what: 'journal with entries of another user',
    opens: 'desk',
    tellsJournal: true,
    harm: addForeign,
  },
  {
    what: 'journal of a newer version',
    opens: 'desk',
    tellsJournal: true,
    harm: (folders) =>
      changeBytes(journalFile(folders), (bytes) =>
        Buffer.concat([Buffer.from(lineOf({ type: 'head', version: journalVersion + 1 })), bytes]),
      ),
  },
  {
    what: 'a compaction interrupted before its file was renamed',
    opens: 'desk',
    harm: (folders) =>
      writeFileSync(`${journalFile(folders)}.partial`, readFileSync(journalFile(folders)).subarray(0, 90)),
  },
  {
    what: 'the journal’s folder a file',
    opens: 'desk',
    tellsJournal: true,
    harm: (folders) => {
      rmSync(outbox(folders), { recursive: true });
      writeFileSync(outbox(folders), '');
    },
  },
];

/** Both have lost something. */
export const doubleDamages: readonly Damage[] = [
  {
    what: 'IndexedDB deleted, every record of the journal twice',
    opens: 'log-in, recovered',
    harm(folders) {
      changeBytes(journalFile(folders), (bytes) => Buffer.concat([bytes, bytes]));
      removeDatabase(folders);
    },
  },
  {
    what: 'IndexedDB deleted, a compaction interrupted after its file was renamed',
    opens: 'log-in, recovered',
    harm(folders) {
      copyFileSync(journalFile(folders), `${journalFile(folders)}.partial`);
      renameSync(`${journalFile(folders)}.partial`, journalFile(folders));
      removeDatabase(folders);
    },
  },
  {
    what: 'an older copy of the profile, and entries of another user in the journal',
    opens: 'desk, recovered',
    tellsJournal: true,
    async harm(folders, older) {
      rmSync(folders.profile, { recursive: true });
      copyProfile(older.profile, folders.profile);
      await addForeign(folders);
    },
  },
];

/** The database cannot be opened at all until the obstacle is taken away again. */
export const obstacles: readonly {
  readonly what: string;
  readonly put: (folders: DeskFolders) => void;
  readonly take: (folders: DeskFolders) => void;
}[] = [
  {
    what: 'LevelDB’s LOCK cannot be taken',
    put(folders) {
      const lock = path.join(levelDb(folders), 'LOCK');
      rmSync(lock, { force: true });
      mkdirSync(path.join(lock, 'held'), { recursive: true });
    },
    take: (folders) => rmSync(path.join(levelDb(folders), 'LOCK'), { recursive: true, force: true }),
  },
  {
    what: 'the folder of the database cannot be read',
    put(folders) {
      renameSync(indexedDb(folders), `${indexedDb(folders)}-aside`);
      writeFileSync(indexedDb(folders), '');
    },
    take(folders) {
      rmSync(indexedDb(folders), { recursive: true });
      renameSync(`${indexedDb(folders)}-aside`, indexedDb(folders));
    },
  },
];
