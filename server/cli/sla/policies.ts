import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import polewali from '#resources/policies/polewali.json' with { type: 'json' };
import tangerang from '#resources/policies/tangerang.json' with { type: 'json' };
import type { DaysOff } from '#shared/sla/hours.ts';
import { type PolicyPack, readPolicyPack } from '#shared/sla/pack.ts';
import { type CompiledPolicy, compilePolicy, withDaysOff } from '#shared/sla/policy.ts';

const shipped: readonly unknown[] = [madiun, tangerang, magelang, jabar, polewali];

/** Compiled policies kept at most; each line of input may bring its own days off. */
const CACHE_SIZE = 64;

export type PolicyShelf = {
  readonly names: readonly string[];
  /** The pack as shipped, or with the given days off in place of its own; null for an unknown name. */
  find(name: string, daysOff: DaysOff | undefined): CompiledPolicy | null;
};

/** The shipped policy packs, compiled when asked for. Throws when a shipped pack does not pass its own schema. */
export function createPolicyShelf(): PolicyShelf {
  const packs = new Map<string, PolicyPack>();
  for (const json of shipped) {
    const read = readPolicyPack(json);
    if (!read.ok) throw new Error(`shipped policy pack is invalid: ${JSON.stringify(read.error.issues)}`);
    packs.set(read.value.name, read.value);
  }
  const compiled = new Map<string, CompiledPolicy>();
  return {
    names: [...packs.keys()],
    find(name, daysOff) {
      const pack = packs.get(name);
      if (!pack) return null;
      const key = JSON.stringify([name, daysOff]);
      let policy = compiled.get(key);
      if (!policy) {
        policy = compilePolicy(daysOff ? withDaysOff(pack, daysOff) : pack);
        const oldest = compiled.keys().next();
        if (compiled.size >= CACHE_SIZE && !oldest.done) compiled.delete(oldest.value);
        compiled.set(key, policy);
      }
      return policy;
    },
  };
}
