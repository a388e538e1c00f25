import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Level, TicketKind } from '#shared/domain/codes.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { PriorityBadge } from '../../ui/ticket-badges.tsx';
import type { FieldHost } from './fields.tsx';
import classes from './forms.module.css';
import { LevelField } from './level-field.tsx';
import { previewPriority, type TicketPast } from './priority-preview.ts';

interface PriorityFieldProps<V> {
  readonly form: FieldHost<V>;
  readonly policy: CompiledPolicy | undefined;
  /** UTC ms; null while the typed instant cannot be read. */
  readonly reportedAt: number | null;
  /** The ticket's history where it exists already; its choice can then be changed, but not taken back. */
  readonly past: TicketPast | null;
  readonly disabled?: boolean;
}

/** "Prioritas Tiket" through urgency and impact, with the priority and the deadlines that follow shown at once. */
export function PriorityField<
  V extends { readonly urgency: Level | null; readonly impact: Level | null; readonly kind: TicketKind },
>({ form, policy, reportedAt, past, disabled = false }: PriorityFieldProps<V>) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  const format = useOfficeFormat();
  const { urgency, impact, kind } = form.values;
  const preview =
    policy === undefined || reportedAt === null
      ? null
      : previewPriority(policy, { urgency, impact, kind }, reportedAt, past);
  const named = policy === undefined ? undefined : { name: policy.pack.name, version: policy.pack.version };
  return (
    <fieldset className={classes.priority}>
      <legend className={classes.legend}>{t('field.priority')}</legend>
      <div className={classes.pair}>
        <LevelField form={form} name="urgency" pack={policy?.pack} disabled={disabled} />
        <LevelField form={form} name="impact" pack={policy?.pack} disabled={disabled} />
      </div>
      <output className={classes.result}>
        {policy === undefined && <span>{t('priority.unknownPolicy')}</span>}
        {policy !== undefined && (preview === null || preview.priority === null) && (
          <span className={classes.quiet}>{t('priority.none')}</span>
        )}
        {preview !== null && preview.priority !== null && (
          <dl className={classes.dues}>
            <div>
              <dt>{t('priority.result')}</dt>
              <dd>
                <PriorityBadge priority={preview.priority} {...(named ? { policy: named } : {})} />
              </dd>
            </div>
            {preview.targets.map(({ metric, dueAt }) => (
              <div key={metric}>
                <dt>{t('priority.due', { metric: labels.metric(metric).toLowerCase() })}</dt>
                <dd>{dueAt === null ? t('priority.noDue') : format.long(dueAt)}</dd>
              </div>
            ))}
          </dl>
        )}
      </output>
      {(urgency !== null || impact !== null) && !disabled && past === null && (
        <Anchor
          component="button"
          type="button"
          size="xs"
          onClick={() => form.patch({ urgency: null, impact: null } as Partial<V>)}
        >
          {t('priority.clear')}
        </Anchor>
      )}
    </fieldset>
  );
}
