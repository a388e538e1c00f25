import type { CalendarDays } from './hours.ts';
import type { PolicyPack } from './pack.ts';
import { type CompiledPolicy, compilePolicy } from './policy.ts';
import type { CalendarRow, PolicyRow } from './published.ts';

/** A version by number, or the one in force for a report made at an instant (UTC ms). */
export type WantedVersion = number | { readonly inForceAt: number };

/**
 * Finds a compiled pack by name: the wanted version, or the newest. With an office's code its clocks know the days off of
 * the state and of that office; without, those of the pack alone.
 */
export type PolicyLookup = (name: string, wanted?: WantedVersion, opd?: string) => CompiledPolicy | undefined;

interface Shelved {
  readonly pack: PolicyPack;
  readonly effectiveFrom: number;
}

/** The pack with days added to every calendar that has hours. Hours of the days come first where periods overlap. */
export function withCalendarDays(pack: PolicyPack, days: CalendarDays): PolicyPack {
  const calendars = Object.entries(pack.calendars).map(([name, calendar]) => {
    if (calendar.always) return [name, calendar] as const;
    const merged = {
      ...calendar,
      holidays: [...calendar.holidays, ...days.holidays],
      halfDays: [...calendar.halfDays, ...days.halfDays],
      periods: [...days.periods, ...calendar.periods],
    };
    return [name, merged] as const;
  });
  return { ...pack, calendars: Object.fromEntries(calendars) };
}

/** Packs and days off in force, compiled when first asked for and kept until something is published. */
export class PolicyShelf {
  readonly #shipped: readonly PolicyPack[];
  #packs = new Map<string, Shelved[]>();
  #calendars: readonly CalendarRow[] = [];
  #compiled = new Map<string, CompiledPolicy>();

  /** @param shipped checked packs that hold until a version of them is published. */
  constructor(shipped: readonly PolicyPack[] = []) {
    this.#shipped = shipped;
    this.replace([], []);
  }

  /**
   * Puts what is published in the place of what was known. Shipped versions stay where no row has them, but one newer
   * than everything published of its name waits until the server publishes it.
   */
  replace(policies: readonly PolicyRow[], calendars: readonly CalendarRow[]): void {
    const packs = new Map<string, Map<number, Shelved>>();
    const put = (shelved: Shelved): void => {
      const { name, version } = shelved.pack;
      const versions = packs.get(name) ?? new Map<number, Shelved>();
      packs.set(name, versions.set(version, shelved));
    };
    for (const pack of this.#shipped) {
      const published = policies.filter((row) => row.pack.name === pack.name);
      const isAhead = published.every((row) => row.pack.version < pack.version);
      if (published.length === 0 || !isAhead) put({ pack, effectiveFrom: 0 });
    }
    for (const { pack, effectiveFrom } of policies) put({ pack, effectiveFrom });
    const newestFirst = (versions: Map<number, Shelved>): Shelved[] =>
      [...versions.values()].sort((a, b) => b.pack.version - a.pack.version);
    this.#packs = new Map([...packs].map(([name, versions]) => [name, newestFirst(versions)]));
    this.#calendars = [...calendars].sort((a, b) => a.revision - b.revision);
    this.#compiled = new Map();
  }

  readonly find: PolicyLookup = (name, wanted, opd) => {
    const pack = this.#pick(name, wanted);
    if (pack === undefined) return undefined;
    const key = `${name} ${pack.version} ${opd ?? ''}`;
    let compiled = this.#compiled.get(key);
    if (compiled === undefined) {
      compiled = opd === undefined ? compilePolicy(pack) : this.#forOffice(pack, opd);
      this.#compiled.set(key, compiled);
    }
    return compiled;
  };

  #pick(name: string, wanted: WantedVersion | undefined): PolicyPack | undefined {
    const versions = this.#packs.get(name);
    if (versions === undefined || wanted === undefined) return versions?.[0]?.pack;
    if (typeof wanted === 'number') return versions.find(({ pack }) => pack.version === wanted)?.pack;
    // A report older than every version is judged by the first one.
    return (versions.find(({ effectiveFrom }) => effectiveFrom <= wanted.inForceAt) ?? versions.at(-1))?.pack;
  }

  #forOffice(pack: PolicyPack, opd: string): CompiledPolicy {
    const concerned = this.#calendars.filter((row) => row.opd === null || row.opd === opd);
    const starts = [...new Set(concerned.map(({ appliesFrom }) => appliesFrom))].sort((a, b) => a - b);
    const at = (instant: number): PolicyPack => {
      const inForce = (scope: string | null): CalendarDays | undefined =>
        concerned.findLast((row) => row.opd === scope && row.appliesFrom <= instant)?.days;
      const days = [inForce(null), inForce(opd)].filter((part) => part !== undefined);
      return days.reduce(withCalendarDays, pack);
    };
    const last = starts.at(-1);
    if (last === undefined) return compilePolicy(pack);
    const superseded = starts
      .slice(starts[0] === 0 ? 1 : 0)
      .map((until) => ({ until, policy: compilePolicy(at(until - 1)) }));
    return { ...compilePolicy(at(last)), superseded };
  }
}
