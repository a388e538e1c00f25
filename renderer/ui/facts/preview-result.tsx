import { useTranslation } from 'react-i18next';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { useLabels } from '../labels.ts';
import { useOfficeFormat } from '../office-format.ts';
import { PriorityBadge } from '../ticket-badges.tsx';
import classes from './facts.module.css';
import type { SlaPreview } from './sla-preview.ts';

interface PreviewResultProps {
  readonly policy: CompiledPolicy | undefined;
  /** Null while nothing can be computed yet. */
  readonly preview: SlaPreview | null;
  /** Office in whose zone deadlines are told. */
  readonly opd: string;
}

/** Priority and deadlines that follow from the choice, as soon as it is made. */
export function PreviewResult({ policy, preview, opd }: PreviewResultProps) {
  const { t } = useTranslation('forms');
  const labels = useLabels();
  const format = useOfficeFormat(opd);
  const named = policy === undefined ? undefined : { name: policy.pack.name, version: policy.pack.version };
  const hasResult = preview !== null && (preview.priority !== null || preview.targets.length > 0);
  return (
    <output className={classes.result}>
      {policy === undefined && <span>{t('priority.unknownPolicy')}</span>}
      {policy !== undefined && !hasResult && <span className={classes.quiet}>{t('priority.none')}</span>}
      {hasResult && (
        <dl className={classes.dues}>
          {preview.priority !== null && (
            <div>
              <dt>{t('priority.result')}</dt>
              <dd>
                <PriorityBadge priority={preview.priority} {...(named ? { policy: named } : {})} />
              </dd>
            </div>
          )}
          {preview.targets.map(({ metric, dueAt }) => (
            <div key={metric}>
              <dt>{t('priority.due', { metric: labels.metric(metric, named) })}</dt>
              <dd>{dueAt === null ? t('priority.noDue') : format.long(dueAt)}</dd>
            </div>
          ))}
        </dl>
      )}
    </output>
  );
}
