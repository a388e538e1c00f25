/** What is shorter fits into one packet as it is. */
const leastLength = 1_400;

/** The same request with a long body of text compressed (PUSH-12): an outbox shrinks to a fifth, which slow lines feel. */
export async function compressedRequest(init: RequestInit): Promise<RequestInit> {
  const { body } = init;
  if (typeof body !== 'string' || body.length < leastLength) return init;
  const zipped = new Blob([body]).stream().pipeThrough(new CompressionStream('gzip'));
  const headers = new Headers(init.headers);
  headers.set('content-encoding', 'gzip');
  return { ...init, headers, body: await new Response(zipped).arrayBuffer() };
}
