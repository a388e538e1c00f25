import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { editableFieldNames, serviceFactsSchema } from '#shared/domain/ticket.ts';

const ticketField = z.enum([
  ...editableFieldNames,
  'solution',
  'kind',
  'category',
  'serviceItem',
  'urgency',
  'impact',
  'priority',
  'reason',
  'assignee',
  'opd',
  'reportedAt',
  'team',
]);
const serviceFact = serviceFactsSchema.keyof();
const ownField = z.enum([
  'text',
  'investigation',
  'note',
  'tried',
  'symptoms',
  'body',
  'affected',
  'attachments',
  'number',
  'consent',
  'forms',
  'name',
  'step',
  'version',
  'metric',
]);

/** Names arguments of mutations have where the ticket calls the same by another. */
const otherNames: Readonly<Record<string, string>> = {
  'client.name': 'clientName',
  'client.opd': 'clientOpd',
  'client.position': 'clientPosition',
  'client.phone': 'clientPhone',
  'client.email': 'clientEmail',
  to: 'assignee',
  toTeam: 'team',
};

/** Says a field of a mutation's arguments in words, by its name or its path; the name itself where there is no word for it. */
export function useFieldWord(): (path: string) => string {
  const { t } = useTranslation(['ticket', 'domain', 'refusal']);
  return (path) => {
    const steps = path.split('.').filter((step) => !/^\d*$/.test(step));
    const last = steps.at(-1) ?? '';
    const name = otherNames[steps.slice(-2).join('.')] ?? otherNames[last] ?? last;
    const known = ticketField.safeParse(name);
    if (known.success) return t(`ticket:field.${known.data}`);
    const fact = serviceFact.safeParse(name);
    if (fact.success) return t(`domain:fact.${fact.data}`);
    const own = ownField.safeParse(name);
    return own.success ? t(`refusal:field.${own.data}`) : name;
  };
}
