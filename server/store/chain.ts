import { canonicalJson, sha256 } from './canonical.ts';

/** The hash of a journal entry in its space's chain: it covers the previous hash, the place, and the entry's content. */
export function chainHash(previous: string, no: number, id: string, doc: unknown): string {
  return sha256(`${previous}\n${no}\n${id}\n${canonicalJson(doc)}`);
}
