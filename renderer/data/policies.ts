import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import polewali from '#resources/policies/polewali.json' with { type: 'json' };
import tangerang from '#resources/policies/tangerang.json' with { type: 'json' };
import { readPolicyPack } from '#shared/sla/pack.ts';
import { type CompiledPolicy, compilePolicy } from '#shared/sla/policy.ts';
import type { PolicySource } from './local/run-mutation.ts';

const shippedPacks: readonly unknown[] = [jabar, madiun, magelang, polewali, tangerang];

/**
 * Finds a policy pack by name: the asked version, or the newest. A pack is checked and compiled when first asked for.
 * @throws Error where a shipped pack breaks its own schema, because nothing could be computed rightly with it.
 */
export function createPolicySource(packs: readonly unknown[] = shippedPacks): PolicySource {
  const compiled = new Map<unknown, CompiledPolicy>();
  const labels = packs.map((pack) => {
    const { name, version } = pack as { readonly name: string; readonly version: number };
    return { name, version, pack };
  });
  const newestFirst = labels.sort((a, b) => b.version - a.version);
  return (name, version) => {
    const found = newestFirst.find(
      (l) => l.name === name && (version === undefined || l.version === version),
    );
    if (found === undefined) return undefined;
    let policy = compiled.get(found.pack);
    if (policy === undefined) {
      const read = readPolicyPack(found.pack);
      if (!read.ok) throw new Error(`policy pack ${name}: ${read.error.issues[0]?.message ?? 'invalid'}`);
      policy = compilePolicy(read.value);
      compiled.set(found.pack, policy);
    }
    return policy;
  };
}
