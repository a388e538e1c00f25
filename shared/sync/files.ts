import { z } from 'zod';
import { instant } from '../domain/codes.ts';
import { fileProblem } from '../files/attachment.ts';

/** Largest piece of a file in one request, in bytes. */
export const maxPieceBytes = 524_288;
/** Media type of a piece. */
export const pieceMediaType = 'application/offset+octet-stream';
/** Header that says where in the file a piece begins. */
export const offsetHeader = 'upload-offset';

/**
 * How far the server has a file: `offset` bytes, of which it wants the next. `stored`: it has the whole and found nothing
 * wrong; `refused`: it will not keep it, `problem` says why.
 */
export const uploadStateSchema = z.object({
  offset: z.int().min(0),
  content: z.enum(['waiting', 'stored', 'refused']),
  problem: fileProblem.nullable(),
  serverTime: instant,
});
export type UploadState = z.infer<typeof uploadStateSchema>;
