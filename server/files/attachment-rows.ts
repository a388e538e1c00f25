import { sql } from 'kysely';
import { isInScope, type User } from '#shared/domain/reference.ts';
import { type Attachment, attachmentSchema } from '#shared/files/attachment.ts';
import { spaceOfOpd } from '#shared/sync/rows.ts';
import { type Db, type Tx, withRetries } from '../db/open.ts';
import type { Services } from '../services.ts';
import { writeRows } from '../store/rows.ts';
import { lockSpaces } from '../store/spaces.ts';

/** The attachment's row; undefined where there is none, or it cannot be read. */
async function readAttachment(db: Db | Tx, id: string): Promise<Attachment | undefined> {
  const { rows } = await sql<{ doc: unknown }>`
    SELECT doc FROM stored_row WHERE kind = 'attachment' AND id = ${id} AND NOT deleted`.execute(db);
  return attachmentSchema.safeParse(rows[0]?.doc).data;
}

/** The attachment, where it has this hash and the reader works for its office. Of anything else nobody learns that it exists. */
export async function attachmentFor(
  db: Db,
  user: User,
  id: string,
  sha256: string,
): Promise<Attachment | undefined> {
  const found = await readAttachment(db, id);
  return found !== undefined && found.sha256 === sha256 && isInScope(user, found.opd) ? found : undefined;
}

/**
 * True where the reader could read these bytes already: another attachment of the same hash, stored, of an office in the
 * scope. Only then need they not be sent again: whoever knows a hash alone must not get the file for it.
 */
export async function isReadableElsewhere(db: Db, user: User, sha256: string): Promise<boolean> {
  const { rows } = await sql<{ opd: string }>`
    SELECT DISTINCT doc ->> 'opd' AS opd FROM stored_row
    WHERE kind = 'attachment' AND NOT deleted AND doc ->> 'sha256' = ${sha256} AND doc ->> 'content' = 'stored'
      AND coalesce(doc ->> 'removedAt', '') = ''`.execute(db);
  return rows.some(({ opd }) => isInScope(user, opd));
}

/** True where any attachment names these bytes, removed ones too. */
export async function isNamed(db: Db, sha256: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT 1 FROM stored_row WHERE kind = 'attachment' AND doc ->> 'sha256' = ${sha256} LIMIT 1`.execute(db);
  return rows.length > 0;
}

/** Writes on the row what became of the bytes, and tells the readers. */
export async function settleContent(
  services: Pick<Services, 'db' | 'pokes'>,
  file: Attachment,
  outcome: Pick<Attachment, 'content' | 'problem'>,
): Promise<Attachment> {
  const space = spaceOfOpd(file.opd);
  const settled = await withRetries(services.db, async (tx) => {
    // Under the lock nobody else writes the row meanwhile.
    await lockSpaces(tx, [space]);
    const present = await readAttachment(tx, file.id);
    if (present === undefined || (present.content === outcome.content && present.problem === outcome.problem))
      return { doc: present ?? file, isNew: false };
    const doc = { ...present, ...outcome };
    await writeRows(tx, [{ kind: 'attachment', id: doc.id, doc }]);
    return { doc, isNew: true };
  });
  if (settled.isNew) services.pokes.publish([space]);
  return settled.doc;
}
