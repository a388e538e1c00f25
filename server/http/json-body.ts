import type { FastifyInstance } from 'fastify';
import { RequestFailure } from './errors.ts';

/** Deeper than any request of the protocol; deeper input only serves to exhaust recursive readers. */
export const deepestJson = 32;

/** True when brackets nest deeper than `limit`, without parsing. */
export function isTooDeep(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === 0x5c) at += 1;
      else if (code === 0x22) isInString = false;
    } else if (code === 0x22) isInString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return false;
}

/** JSON is the only body the server reads: bounded in depth, and refused when it tries to reach a prototype. */
export function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (isTooDeep(text, deepestJson)) done(new RequestFailure({ code: 'bad_request' }), undefined);
    else parse(request, text, done);
  });
}
