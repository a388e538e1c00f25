import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TicketKind } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { type AskedFacts, askedNames, factsOf, noFacts } from '../../ui/facts/asked-facts.ts';
import { FactFields } from '../../ui/facts/fact-fields.tsx';
import { PreviewResult } from '../../ui/facts/preview-result.tsx';
import { previewReport, previewTicket } from '../../ui/facts/sla-preview.ts';
import { type FieldHost, useProblemText } from './fields.tsx';
import classes from './forms.module.css';
import { fieldId } from './use-official-form.ts';

/** A ticket whose facts are being changed, at an instant (UTC ms); a new one has no past. */
export interface TicketPast {
  readonly ticket: Ticket;
  readonly now: number;
}

interface PriorityFieldProps<V> {
  readonly form: FieldHost<V>;
  readonly policy: CompiledPolicy | undefined;
  /** UTC ms; null while the typed instant cannot be read. */
  readonly reportedAt: number | null;
  /** The ticket's history where it exists already; its choice can then be changed, but not taken back. */
  readonly past: TicketPast | null;
  readonly disabled?: boolean;
}

/** "Prioritas Tiket" through what the office's pack decides by, with the priority and the deadlines shown at once. */
export function PriorityField<V extends AskedFacts & { readonly kind: TicketKind; readonly opd: string }>({
  form,
  policy,
  reportedAt,
  past,
  disabled = false,
}: PriorityFieldProps<V>) {
  const { t } = useTranslation('forms');
  const say = useProblemText();
  const { kind, opd } = form.values;
  const facts = factsOf(form.values);
  const names = askedNames(policy, kind);
  const chosen = { ...facts, kind };
  const preview =
    policy === undefined || reportedAt === null
      ? null
      : past === null
        ? previewReport(policy, chosen, reportedAt)
        : previewTicket(policy, past.ticket, chosen, past.now);
  const isAnyChosen = names.some((name) => facts[name] !== noFacts[name]);
  return (
    <fieldset className={classes.priority}>
      <legend className={classes.legend}>{t('field.priority')}</legend>
      <FactFields
        names={names}
        facts={facts}
        pack={policy?.pack}
        disabled={disabled}
        idOf={fieldId}
        errorOf={(name) => {
          const problem = form.problems.find(({ field }) => field === name);
          return problem === undefined ? undefined : say(problem);
        }}
        onChange={(change) => form.patch(change as Partial<V>)}
      />
      <PreviewResult policy={policy} preview={preview} opd={opd} />
      {isAnyChosen && !disabled && past === null && (
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => form.patch({ ...noFacts } as Partial<V>)}
        >
          {t('priority.clear')}
        </Anchor>
      )}
    </fieldset>
  );
}
