import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';

/** A version of a pack that tickets of the index were opened under; one object for all of them. */
export interface UsedPack {
  readonly name: string;
  readonly version: number;
}

/**
 * Remembers what the shelf answered, by pack and number of the office: a hundred thousand tickets ask, and a text put
 * together for every question would cost more than the answer.
 */
export class PolicyMemory {
  readonly #find: PolicyLookup;
  readonly #packs = new Map<string, Map<number, UsedPack>>();
  #known = new Map<UsedPack, (CompiledPolicy | undefined)[]>();

  constructor(find: PolicyLookup) {
    this.#find = find;
  }

  pack({ name, version }: UsedPack): UsedPack {
    let versions = this.#packs.get(name);
    if (versions === undefined) {
      versions = new Map();
      this.#packs.set(name, versions);
    }
    let pack = versions.get(version);
    if (pack === undefined) {
      pack = { name, version };
      versions.set(version, pack);
    }
    return pack;
  }

  /** The compiled pack with the days off of an office, which is known by code and by number. */
  policy(pack: UsedPack, opd: string, office: number): CompiledPolicy | undefined {
    let offices = this.#known.get(pack);
    if (offices === undefined) {
      offices = [];
      this.#known.set(pack, offices);
    }
    offices[office] ??= this.#find(pack.name, pack.version, opd);
    return offices[office];
  }

  /** What the shelf holds is new. */
  forget(): void {
    this.#known = new Map();
  }
}
