import type { Attachment } from '#shared/files/attachment.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { attachmentFor } from '../files/attachment-rows.ts';
import type { FileState, Uploads } from '../files/upload.ts';
import type { Services } from '../services.ts';
import type { CarriedPiece } from './read-request.ts';

/**
 * Why the bytes of attachments were not taken any further: `no_files` (this server keeps none), `no_space` (its disk is
 * full), `too_many_requests` (the user's limit of an hour), `no_answer` (the scanner, or the disk). What was taken stays.
 */
export type FilesStop = 'no_files' | 'no_space' | 'too_many_requests' | 'no_answer';

export interface TakenFiles {
  /** Attachments of this file that the server has whole now, by this file or from before. */
  readonly stored: number;
  /** Attachments the server will not keep. */
  readonly refused: number;
  /** Attachments of which bytes are missing still. */
  readonly waiting: number;
  readonly stopped: FilesStop | null;
}

/** The attachment, where the device's user may send bytes for it, as over the line. */
export async function uploadable(
  { db }: Pick<Services, 'db'>,
  { user }: DeviceUser,
  { attachmentId, sha256 }: { readonly attachmentId: string; readonly sha256: string },
): Promise<Attachment | undefined> {
  const found = await attachmentFor(db, user, attachmentId, sha256);
  const mayReadRemoved = user.role === 'supervisor' || user.role === 'admin';
  return found === undefined || (found.removedAt !== null && !mayReadRemoved) ? undefined : found;
}

/** `read` failed for want of space, and not for something that trying again could mend. */
const isNoSpace = (error: unknown) =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as { code?: unknown } | null)?.code));

/**
 * Hands the pieces of a file to the ordinary upload, in their order. What the server has already is passed over, so a file
 * may come twice, and a later one goes on where an earlier one ended; a piece that does not join up is left out.
 */
export async function takeFiles(
  services: Services,
  uploads: Uploads | null,
  owner: DeviceUser,
  pieces: readonly CarriedPiece[],
): Promise<TakenFiles> {
  const states = new Map<string, FileState['content']>();
  let stopped: FilesStop | null = pieces.length > 0 && uploads === null ? 'no_files' : null;
  for (const piece of pieces) {
    if (uploads === null || stopped !== null) break;
    try {
      const file = await uploadable(services, owner, piece);
      if (file === undefined) {
        states.set(piece.attachmentId, 'waiting');
        continue;
      }
      let state = await uploads.state(owner, file);
      if (state.content === 'waiting' && state.offset === piece.at) {
        const taken = await uploads.take(owner, file, piece.at, await piece.read());
        if (taken.ok) state = taken.value;
        else if (taken.error.code === 'too_many_requests') stopped = 'too_many_requests';
      }
      states.set(piece.attachmentId, state.content);
    } catch (error) {
      stopped = isNoSpace(error) ? 'no_space' : 'no_answer';
      const { name } = error instanceof Error ? error : { name: 'unknown' };
      services.log('error', 'courier_files_stopped', {
        stopped,
        error: name,
        attachment: piece.attachmentId,
      });
    }
  }
  const count = (content: FileState['content']) =>
    [...states.values()].filter((state) => state === content).length;
  const named = new Set(pieces.map(({ attachmentId }) => attachmentId)).size;
  const [stored, refused] = [count('stored'), count('refused')];
  return { stored, refused, waiting: named - stored - refused, stopped };
}
