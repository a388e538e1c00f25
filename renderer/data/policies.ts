import jabar from '#resources/policies/jabar.json' with { type: 'json' };
import madiun from '#resources/policies/madiun.json' with { type: 'json' };
import magelang from '#resources/policies/magelang.json' with { type: 'json' };
import polewali from '#resources/policies/polewali.json' with { type: 'json' };
import tangerang from '#resources/policies/tangerang.json' with { type: 'json' };
import { type PolicyPack, readPolicyPack } from '#shared/sla/pack.ts';
import { PolicyShelf } from '#shared/sla/policy-shelf.ts';

const shipped: readonly unknown[] = [jabar, madiun, magelang, polewali, tangerang];
let checked: readonly PolicyPack[] | undefined;

/**
 * The packs that come with the app, by name.
 * @throws Error where one breaks its own schema, because nothing could be computed rightly with it.
 */
export function shippedPacks(): readonly PolicyPack[] {
  checked ??= shipped.map((pack) => {
    const read = readPolicyPack(pack);
    if (read.ok) return read.value;
    const issue = read.error.issues[0];
    throw new Error(`shipped policy pack: ${issue?.path ?? ''}: ${issue?.message ?? 'invalid'}`);
  });
  return checked;
}

/** A shelf of the packs that come with the app, to be filled with what the server publishes. */
export function createPolicyShelf(): PolicyShelf {
  return new PolicyShelf(shippedPacks());
}
