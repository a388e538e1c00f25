import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PolicyPack, readPolicyPack } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';

/**
 * Reads every pack (`*.json`) of a folder.
 * @throws Error naming the file and the first wrong place, because a server must not start with a broken pack.
 */
export function loadPolicyPacks(folder: string): PolicyPack[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => {
    const read = readPolicyPack(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    if (read.ok) return read.value;
    const issue = read.error.issues[0];
    throw new Error(`policy pack ${name}: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`);
  });
}

/** A shelf of the packs of a folder, to be filled with what the database holds. */
export function loadPolicyShelf(folder: string): PolicyShelf {
  return new PolicyShelf(loadPolicyPacks(folder));
}
