/** Bytes of a file lie in pieces of this size, so that no more than one is in memory while it travels. */
export const pieceBytes = 524_288;

/** What the device holds of a file, by its hash. */
export interface FileRecord {
  readonly sha256: string;
  readonly size: number;
  /** Bytes held, from the start; the whole where it equals `size`. */
  readonly held: number;
  /** The server has them: only then may they go when space is short. */
  readonly isSent: boolean;
  /** Kept on this device although the server has them. */
  readonly isPinned: boolean;
  /** When a person last looked at it, UTC ms. */
  readonly usedAt: number;
  /** An attachment that names it. */
  readonly attachmentId: string;
}

export interface PieceRecord {
  readonly sha256: string;
  readonly at: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A file on its way, by direction and attachment. */
export interface TransferRecord {
  /** `up|<attachment>` or `down|<attachment>`. */
  readonly key: string;
  readonly attachmentId: string;
  readonly sha256: string;
  readonly size: number;
  /** Bytes the other side is known to have. */
  readonly done: number;
  /** Times the bytes came out wrong. */
  readonly tries: number;
  /** Why it will not go on by itself; null while it may. */
  readonly problem: string | null;
}

export type Direction = 'up' | 'down';

export function transferKey(direction: Direction, attachmentId: string): string {
  return `${direction}|${attachmentId}`;
}

export function directionOf({ key }: Pick<TransferRecord, 'key'>): Direction {
  return key.startsWith('up|') ? 'up' : 'down';
}
