import type { ExplanationPiece } from '#shared/sla/explain.ts';

const minute = 60_000;

/** A piece with the figures people read: whole minutes that add up from line to line, ms. */
export interface ReadablePiece {
  readonly piece: ExplanationPiece;
  readonly countedMs: number;
  readonly totalMs: number;
}

/**
 * Rounds the running totals to the minute and takes the counted figures as their differences: each rounded by itself,
 * the lines of "Mengapa tenggat ini?" would not add up, and a sum that is out by a minute convinces nobody.
 */
export function inWholeMinutes(pieces: readonly ExplanationPiece[]): readonly ReadablePiece[] {
  let before = 0;
  return pieces.map((piece) => {
    const totalMs = Math.round(piece.runningTotalMs / minute) * minute;
    const countedMs = totalMs - before;
    before = totalMs;
    return { piece, countedMs, totalMs };
  });
}
