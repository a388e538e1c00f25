import { ANY, type Condition, type FactName } from './pack.ts';
import type { SlaFacts } from './timeline.ts';

/** Reads and looks up the facts a pack decides by. Compiled once, since lists ask a hundred thousand times. */

type FactValue = string | number | boolean;
type Reader = (facts: SlaFacts, priority: number | null) => FactValue | null;

/** One function per fact instead of access by name, which the engine could not make fast. Null: not known. */
const readers: Readonly<Record<FactName, Reader>> = {
  urgency: (facts) => facts.urgency,
  impact: (facts) => facts.impact,
  kind: (facts) => facts.kind ?? 'incident',
  severity: (facts) => facts.severity ?? null,
  serviceKind: (facts) => facts.serviceKind ?? null,
  serviceClass: (facts) => facts.serviceClass ?? null,
  durationClass: (facts) => facts.durationClass ?? null,
  alwaysAvailable: (facts) => facts.alwaysAvailable ?? false,
  supportContract: (facts) => facts.supportContract ?? false,
  onSite: (facts) => facts.onSite ?? false,
  priority: (_, priority) => priority,
};

/** True when every fact the condition names has one of its values. */
export function compileCondition(
  condition: Condition,
): (facts: SlaFacts, priority: number | null) => boolean {
  const tests = (Object.keys(condition) as FactName[]).map((name) => {
    const read = readers[name];
    const values = new Set<FactValue>(condition[name]);
    return (facts: SlaFacts, priority: number | null): boolean => {
      const value = read(facts, priority);
      return value !== null && values.has(value);
    };
  });
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (facts, priority) => {
    for (let i = 0; i < tests.length; i += 1) {
      if (!(tests[i] as (typeof tests)[number])(facts, priority)) return false;
    }
    return true;
  };
}

/**
 * Looks a value up by the facts of `by`; keys of `cells` hold their values joined with `/`. Null when a fact is unknown or
 * there is no such cell.
 */
export function compileTable<T>(
  by: readonly FactName[],
  cells: Readonly<Record<string, T>>,
): (facts: SlaFacts, priority: number | null) => T | null {
  const [first, ...rest] = by;
  if (first === undefined) {
    const only = cells[ANY] ?? null;
    return () => only;
  }
  const read = readers[first];
  if (rest.length === 0) {
    const values = new Map(Object.entries(cells).map(([key, cell]) => [factValueOf(first, key), cell]));
    return (facts, priority) => {
      const value = read(facts, priority);
      return value === null ? null : (values.get(value) ?? null);
    };
  }
  const groups = new Map<FactValue, Record<string, T>>();
  for (const [key, cell] of Object.entries(cells)) {
    const cut = key.indexOf('/');
    const value = factValueOf(first, key.slice(0, cut));
    groups.set(value, { ...groups.get(value), [key.slice(cut + 1)]: cell });
  }
  const tables = new Map([...groups].map(([value, group]) => [value, compileTable(rest, group)]));
  return (facts, priority) => {
    const value = read(facts, priority);
    return value === null ? null : (tables.get(value)?.(facts, priority) ?? null);
  };
}

function factValueOf(name: FactName, text: string): FactValue {
  if (name === 'priority') return Number(text);
  if (name === 'alwaysAvailable' || name === 'supportContract' || name === 'onSite') return text === 'true';
  return text;
}
