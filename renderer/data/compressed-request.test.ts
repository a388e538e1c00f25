import { describe, expect, it } from 'vitest';
import { compressedRequest } from './compressed-request.ts';

const headers = { 'content-type': 'application/json', authorization: 'Bearer x' };
const textOf = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, id) => ({ id, text: 'Jaringan mati – ruang 2' })));

describe('the body of a request', () => {
  it('PUSH-12 travels compressed where it is long, and unpacks to the same words', async () => {
    const body = textOf(200);
    const request = await compressedRequest({ method: 'POST', headers, body });
    const sent = request.body as ArrayBuffer;
    const unpacked = new Blob([sent]).stream().pipeThrough(new DecompressionStream('gzip'));
    expect(await new Response(unpacked).text()).toBe(body);
    expect(sent.byteLength).toBeLessThan(body.length / 5);
    expect(request.method).toBe('POST');
    expect(Object.fromEntries(new Headers(request.headers))).toEqual({
      ...headers,
      'content-encoding': 'gzip',
    });
  });

  it('PUSH-12 stays as it is where it is short, is bytes, or is none', async () => {
    for (const init of [{ method: 'POST', headers, body: textOf(3) }, { body: new ArrayBuffer(9_000) }, {}])
      expect(await compressedRequest(init)).toBe(init);
  });
});
