import { useTranslation } from 'react-i18next';
import { type MutationArgs, type MutationName, mutations } from '#shared/mutations/registry.ts';
import type { ReviewItem } from '../../data/contract.ts';
import { useFieldWord } from '../../ui/field-words.ts';
import { knownField, valueWord } from '../../ui/journal-values.ts';
import { useLabels } from '../../ui/labels.ts';
import type { TypedText } from './typed-texts.ts';

/** One thing an item is about besides what was typed: who was chosen, which status, which file. */
interface ItemFact {
  readonly term: string;
  readonly value: string;
}

interface ItemWords {
  /** What the refused mutation was to do, which value was replaced, or which file was not taken. */
  deed(item: ReviewItem): string;
  field(name: string): string;
  facts(item: ReviewItem): readonly ItemFact[];
  /** A replaced value in words: those of closed lists by their word, typed ones as they are. */
  value(field: string, text: string): string;
  /** The item as an internal note: what it was, what was chosen, and everything that was typed. */
  note(item: ReviewItem, texts: readonly TypedText[]): string;
}

function isMutationName(name: string): name is MutationName {
  return Object.hasOwn(mutations, name);
}

/** The arguments of a mutation of this name; undefined for another one, and where they cannot be read. */
function argsOf<N extends MutationName>({ mutation }: ReviewItem, name: N): MutationArgs<N> | undefined {
  if (mutation?.name !== name) return undefined;
  const parsed = mutations[name].args.safeParse(mutation.args);
  return parsed.success ? (parsed.data as MutationArgs<N>) : undefined;
}

/** Review items keep replaced values as text. */
function storedValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d$/.test(text) ? Number(text) : text;
}

/** Words for what an item is about. */
export function useItemWords(): ItemWords {
  const { t } = useTranslation('review');
  const labels = useLabels();
  const field = useFieldWord();
  const value = (name: string, text: string): string => {
    if (text === '') return name === 'assignee' ? labels.person(null) : '';
    const isListed = knownField(name) !== null;
    return (isListed ? valueWord(name, storedValue(text), labels, undefined) : null) ?? text;
  };
  const deed = (item: ReviewItem): string => {
    if (item.overwritten !== null) return t('replaced', { field: field(item.overwritten.field) });
    if (item.file !== undefined) return item.file.name;
    const name = item.mutation?.name ?? '';
    return isMutationName(name) ? t(`deed.${name.replace('.', '_') as 'ticket_reply'}`) : name;
  };
  const facts = (item: ReviewItem): readonly ItemFact[] => {
    const fact = (name: string, said: string): readonly ItemFact[] =>
      said === '' ? [] : [{ term: field(name), value: said }];
    const assigned = argsOf(item, 'ticket.assign');
    if (assigned !== undefined) {
      const { assignee, team = null } = assigned;
      const toTeam = team === null ? [] : fact('team', labels.team(team));
      return assignee === null && team !== null
        ? toTeam
        : [...fact('assignee', labels.person(assignee)), ...toTeam];
    }
    const escalated = argsOf(item, 'ticket.escalate');
    if (escalated !== undefined) {
      const { to, toTeam = null } = escalated;
      return to === null
        ? fact('team', toTeam === null ? '' : labels.team(toTeam))
        : fact('assignee', labels.person(to));
    }
    const moved = argsOf(item, 'ticket.move');
    if (moved !== undefined) return [{ term: t('toState'), value: labels.state(moved.to) }];
    const classified = argsOf(item, 'ticket.classify');
    if (classified !== undefined)
      return [
        ...fact('kind', labels.kind(classified.kind)),
        ...fact('category', labels.category(classified.category)),
        ...fact('serviceItem', classified.serviceItem ?? ''),
      ];
    const judged = argsOf(item, 'ticket.prioritise');
    if (judged !== undefined) {
      const { urgency, impact, facts: more = {} } = judged;
      const all = Object.entries({ urgency, impact, ...more });
      return all.flatMap(([name, chosen]) => fact(name, value(name, String(chosen ?? ''))));
    }
    const corrected = argsOf(item, 'ticket.edit')?.changes.filter((change) => change.field === 'channel');
    if (corrected !== undefined)
      return corrected.flatMap((change) => fact('channel', value('channel', change.to)));
    const attached = argsOf(item, 'attachment.add');
    if (attached !== undefined) return fact('name', attached.name);
    const repoliced = argsOf(item, 'ticket.repolicy');
    if (repoliced !== undefined) return fact('version', String(repoliced.version));
    const excused = argsOf(item, 'breach.excuse') ?? argsOf(item, 'breach.decide');
    if (excused !== undefined) {
      const decision = 'approve' in excused ? (excused.approve ? 'approved' : 'refused') : null;
      const decided = decision === null ? [] : [{ term: t('decision'), value: labels.decision(decision) }];
      return [...fact('metric', labels.metric(excused.metric)), ...decided];
    }
    const marked = argsOf(item, 'sop.mark') ?? argsOf(item, 'ticket.step');
    if (marked !== undefined) return fact('step', marked.step);
    return [];
  };
  return {
    field,
    deed,
    facts,
    value,
    note(item, texts) {
      if (item.overwritten !== null) {
        const { field: name, mine } = item.overwritten;
        return `${field(name)}: ${value(name, mine)}`;
      }
      return [
        deed(item),
        ...facts(item).map(({ term, value: said }) => `${term}: ${said}`),
        ...texts.map(({ name, text }) => `${field(name)}: ${text}`),
      ].join('\n');
    },
  };
}
