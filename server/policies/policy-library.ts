import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPolicyPack } from '#shared/sla/pack.ts';
import { type CompiledPolicy, compilePolicy } from '#shared/sla/policy.ts';

/** Finds a compiled pack by name: the asked version, or the newest. */
export type PolicyLibrary = (name: string, version?: number) => CompiledPolicy | undefined;

/** A library of these packs. */
export function createPolicyLibrary(policies: readonly CompiledPolicy[]): PolicyLibrary {
  const newestFirst = [...policies].sort((a, b) => b.pack.version - a.pack.version);
  return (name, version) =>
    newestFirst.find(({ pack }) => pack.name === name && (version === undefined || pack.version === version));
}

/**
 * Reads every pack (`*.json`) of a folder.
 * @throws Error naming the file and the first wrong place, because a server must not start with a broken pack.
 */
export function loadPolicyLibrary(folder: string): PolicyLibrary {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const policies = files.map((name) => {
    const read = readPolicyPack(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    if (read.ok) return compilePolicy(read.value);
    const issue = read.error.issues[0];
    throw new Error(`policy pack ${name}: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`);
  });
  return createPolicyLibrary(policies);
}
