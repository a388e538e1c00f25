import type { User } from '#shared/domain/reference.ts';
import { referenceSpace, spaceOfOpd } from '#shared/sync/rows.ts';

/**
 * The spaces a user may read: the reference data and the offices of the scope. `null` means every space. Clients are
 * people who report: they would see other people's tickets in an office's space, so they do not sync.
 */
export function readerSpaces(user: User): readonly string[] | '*' {
  return user.scope === '*' ? '*' : [referenceSpace, ...new Set(user.scope.map(spaceOfOpd))];
}

/** True for users whose devices may synchronise. */
export function maySync(user: User): boolean {
  return user.role !== 'client';
}
