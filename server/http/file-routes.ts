import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { rowId } from '#shared/domain/codes.ts';
import { type Attachment, sha256 } from '#shared/files/attachment.ts';
import { maxPieceBytes, offsetHeader, pieceMediaType, type UploadState } from '#shared/sync/files.ts';
import { attachmentFor, settleContent } from '../files/attachment-rows.ts';
import type { FileService } from '../files/file-service.ts';
import type { Uploads } from '../files/upload.ts';
import type { Services } from '../services.ts';
import { principalOf } from './access.ts';
import { orFail, RequestFailure, readBody } from './errors.ts';

const addressSchema = z.object({ sha256, attachment: rowId });
const offsetSchema = z.string().regex(/^\d{1,12}$/);

/** RFC 6266: a name of plain ASCII for old readers, and the real one in UTF-8. */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** From which byte on the reader wants the file; null where the range is not of the one kind that is served. */
function startOf(range: string | undefined, size: number): number | null {
  if (range === undefined) return 0;
  const from = /^bytes=(\d{1,12})-$/.exec(range)?.[1];
  return from === undefined || Number(from) >= size ? null : Number(from);
}

/**
 * Bytes of attachments. Every request names an attachment and its hash; readers of other offices and people who guess get
 * the same `not_found`. What is served is never shown by a browser: always a download, of a type from the list.
 */
export function addFileRoutes(
  app: FastifyInstance,
  services: Services,
  { files, uploads }: { readonly files: FileService; readonly uploads: Uploads },
): void {
  const config = { access: 'sync' } as const;
  const { clock } = services.platform;

  const attachmentOf = async (request: FastifyRequest): Promise<Attachment> => {
    const { params, query } = request as { params: object; query: object };
    const address = readBody(addressSchema, { ...query, ...params });
    const { user } = principalOf(request);
    const found = await attachmentFor(services.db, user, address.attachment, address.sha256);
    const mayReadRemoved = user.role === 'supervisor' || user.role === 'admin';
    if (found === undefined || (found.removedAt !== null && !mayReadRemoved))
      throw new RequestFailure({ code: 'not_found' });
    return found;
  };
  const told = (state: Omit<UploadState, 'serverTime'>): UploadState => ({ ...state, serverTime: clock() });

  app.addContentTypeParser(pieceMediaType, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  app.get('/api/v1/uploads/:sha256', { config, exposeHeadRoute: false }, async (request) =>
    told(await uploads.state(principalOf(request), await attachmentOf(request))),
  );

  app.patch('/api/v1/uploads/:sha256', { config, bodyLimit: maxPieceBytes }, async (request) => {
    const { body } = request;
    if (!Buffer.isBuffer(body) || body.length === 0) throw new RequestFailure({ code: 'bad_request' });
    const offset = offsetSchema.safeParse(request.headers[offsetHeader]);
    if (!offset.success) throw new RequestFailure({ code: 'bad_request', field: offsetHeader });
    const file = await attachmentOf(request);
    return told(orFail(await uploads.take(principalOf(request), file, Number(offset.data), body)));
  });

  app.get(
    '/api/v1/files/:sha256',
    { config, exposeHeadRoute: false, compress: false },
    async (request, reply) => {
      const file = await attachmentOf(request);
      if (file.content !== 'stored') throw new RequestFailure({ code: 'not_found' });
      const from = startOf(request.headers.range, file.size);
      if (from === null) throw new RequestFailure({ code: 'bad_request', field: 'range' });
      const handle = await files.store.open(file.sha256);
      if (handle === null || (await handle.stat()).size !== file.size) {
        await handle?.close();
        // Lost with a disk or a back-up: whoever still has the bytes is asked for them again.
        await settleContent(services, file, { content: 'waiting', problem: null });
        throw new RequestFailure({ code: 'not_found' });
      }
      reply.headers({
        'content-type': file.type,
        'content-length': String(file.size - from),
        'content-disposition': contentDisposition(file.name),
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'accept-ranges': 'bytes',
      });
      if (request.headers.range !== undefined) {
        reply.code(206).header('content-range', `bytes ${from}-${file.size - 1}/${file.size}`);
      }
      return reply.send(handle.createReadStream({ start: from, end: file.size - 1 }));
    },
  );
}
