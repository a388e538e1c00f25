import type { KeptFile } from '#shared/ipc/outbox-journal.ts';
import type { CourierMeans } from '#shared/sync/courier-means.ts';
import { journalEntryOf, numberTaken } from '../local/journal-records.ts';
import type { RescueDesk, RescuePart, UnsentWork } from './contract.ts';
import { type FoundWork, findUnsent, ownersHere, type UnsentPlaces } from './find-unsent.ts';
import { maxRescueBytes, type RescuedFile, writeRescue } from './rescue-file.ts';

/** So many lines of a user's work are shown. */
const mostLines = 50;
/** Room for the header and the packed entries in the first file. */
const roomForEntries = 8_388_608;

export interface RescueDeskDeps extends UnsentPlaces {
  readonly means: CourierMeans | null;
  readonly serverOrigin: string;
  /** UTC ms of the device. */
  now(): number;
}

/** Unsent work while nobody is signed in. */
export function createRescueDesk(deps: RescueDeskDeps): RescueDesk {
  return {
    async unsent() {
      const all: UnsentWork[] = [];
      for (const owner of await ownersHere(deps)) {
        const work = await findUnsent(deps, owner);
        if (work.entries.length + work.files.length > 0) all.push(shownOf(work));
      }
      return all;
    },
    write: (userId, passphrase) =>
      deps.means === null ? null : partsOf(deps, deps.means, userId, passphrase),
  };
}

function shownOf({ owner, entries, files }: FoundWork): UnsentWork {
  const numbers = new Map(
    entries
      .map(({ entry }) => [entry.aggregate, numberTaken(entry)] as const)
      .filter((pair): pair is readonly [string, string] => pair[1] !== undefined),
  );
  return {
    userId: owner.userId,
    username: owner.username,
    count: entries.length,
    files: files.length,
    latest: entries
      .slice(-mostLines)
      .reverse()
      .map(({ entry: { name, occurredAt: at, aggregate } }) => ({
        name,
        at,
        number: numbers.get(aggregate) ?? null,
      })),
  };
}

async function* partsOf(
  deps: RescueDeskDeps,
  means: CourierMeans,
  userId: string,
  passphrase: string | null,
): AsyncGenerator<RescuePart> {
  const owner = (await ownersHere(deps)).find((each) => each.userId === userId);
  if (owner === undefined) return;
  const work = await findUnsent(deps, owner);
  const groups = groupsOf(work.files);
  const createdAt = deps.now();
  const day = new Date(createdAt).toISOString().slice(0, 10);
  for (const [at, group] of groups.entries()) {
    const files: RescuedFile[] = [];
    for (const file of group) {
      const bytes = await work.bytesOf(file);
      if (bytes !== undefined) files.push({ file, bytes });
    }
    const entries =
      at === 0 ? work.entries.map(({ entry, clock }) => journalEntryOf(entry, owner, clock)) : [];
    const place = { part: at + 1, parts: groups.length };
    const { username } = owner;
    const named = { userId, username, server: deps.serverOrigin, createdAt, ...place };
    const bytes = await writeRescue(means, named, entries, files, passphrase);
    const ending = groups.length === 1 ? '' : `-${at + 1}`;
    yield { name: `tanggap-${username}-${day}${ending}.pulih`, bytes, ...place };
  }
}

/** Files as they are spread over several; the entries go with the first. */
function groupsOf(files: readonly KeptFile[]): KeptFile[][] {
  const groups: KeptFile[][] = [[]];
  let left = maxRescueBytes - roomForEntries;
  for (const file of files) {
    const present = groups.at(-1);
    // What the header says of it, and the seal, are counted in.
    const size = file.size + 1000;
    if (size <= left && present !== undefined) present.push(file);
    else {
      groups.push([file]);
      left = maxRescueBytes - roomForEntries;
    }
    left -= size;
  }
  return groups;
}
