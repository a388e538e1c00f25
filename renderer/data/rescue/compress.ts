import type { Bytes } from '#shared/sync/courier-means.ts';

/** Bytes packed by gzip. */
export async function gzip(bytes: Bytes): Promise<Bytes> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(packed).arrayBuffer());
}

/** The text of gzip-packed UTF-8; undefined where it is none, or unpacks to more than `limit` bytes. */
export async function gunzipText(packed: Bytes, limit: number): Promise<string | undefined> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  let total = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      total += next.value.length;
      if (total > limit) return undefined;
      parts.push(decoder.decode(next.value, { stream: true }));
    }
    return parts.join('') + decoder.decode();
  } catch {
    return undefined;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
