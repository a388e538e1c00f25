import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import polewali from '#resources/policies/polewali.json' with { type: 'json' };
import tangerang from '#resources/policies/tangerang.json' with { type: 'json' };
import { readPolicyPack } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';

const shippedPacks: readonly unknown[] = [jabar, madiun, magelang, polewali, tangerang];

/**
 * A shelf of the packs that come with the app, to be filled with what the server publishes.
 * @throws Error where a shipped pack breaks its own schema, because nothing could be computed rightly with it.
 */
export function createPolicyShelf(packs: readonly unknown[] = shippedPacks): PolicyShelf {
  return new PolicyShelf(
    packs.map((pack) => {
      const read = readPolicyPack(pack);
      if (read.ok) return read.value;
      const issue = read.error.issues[0];
      throw new Error(`shipped policy pack: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`);
    }),
  );
}
