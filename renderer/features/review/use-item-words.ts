import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { editableFieldNames, serviceFactsSchema } from '#shared/domain/ticket.ts';
import { type MutationName, mutations } from '#shared/mutations/registry.ts';
import type { ReviewItem } from '../../data/contract.ts';
import type { TypedText } from './typed-texts.ts';

const fieldNames = [
  ...editableFieldNames,
  'solution',
  'kind',
  'category',
  'serviceItem',
  'urgency',
  'impact',
  'priority',
  'reason',
] as const;
const ticketField = z.enum(fieldNames);
const serviceFact = serviceFactsSchema.keyof();
const ownField = z.enum(['text', 'investigation', 'note', 'tried', 'symptoms', 'body']);

interface ItemWords {
  /** What the refused mutation was to do, or which value was replaced. */
  deed(item: ReviewItem): string;
  field(name: string): string;
  /** The item as an internal note; undefined where nobody typed words, and the stored values have to speak. */
  note(item: ReviewItem, texts: readonly TypedText[]): string | undefined;
}

function isMutationName(name: string): name is MutationName {
  return Object.hasOwn(mutations, name);
}

/** Words for what an item is about. */
export function useItemWords(): ItemWords {
  const { t } = useTranslation(['review', 'ticket', 'domain']);
  const field = (name: string): string => {
    const known = ticketField.safeParse(name);
    if (known.success) return t(`ticket:field.${known.data}`);
    const fact = serviceFact.safeParse(name);
    if (fact.success) return t(`domain:fact.${fact.data}`);
    const own = ownField.safeParse(name);
    return own.success ? t(`review:field.${own.data}`) : name;
  };
  const deed = (item: ReviewItem): string => {
    if (item.overwritten !== null) return t('review:replaced', { field: field(item.overwritten.field) });
    const name = item.mutation?.name ?? '';
    return isMutationName(name) ? t(`review:deed.${name.replace('.', '_') as 'ticket_reply'}`) : name;
  };
  return {
    field,
    deed,
    note(item, texts) {
      if (item.overwritten !== null) return `${field(item.overwritten.field)}: ${item.overwritten.mine}`;
      if (texts.length === 0) return undefined;
      return [deed(item), ...texts.map(({ name, text }) => `${field(name)}: ${text}`)].join('\n');
    },
  };
}
