import type { RowKind } from '#shared/sync/rows.ts';

/** A row with the space and version under which it is stored; `doc: null` is a tombstone. */
export interface VersionedRow {
  readonly kind: RowKind;
  readonly id: string;
  readonly space: string;
  readonly version: number;
  readonly doc: unknown;
}
