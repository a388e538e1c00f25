import { useTranslation } from 'react-i18next';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ChangeText, useRateText } from './change-text.tsx';
import classes from './recap.module.css';
import { type ComparedLine, comparedLines } from './recap-lines.ts';

const shown: readonly string[] = ['reported', 'resolved', 'carriedOut', 'reopened', 'response', 'resolution'];

const nameOf = (line: ComparedLine) => (line.kind === 'count' ? line.name : line.metric);

/** The figures a supervisor looks at first, each with its change against the month before. */
export function RecapTiles({ recap }: { readonly recap: Recap }) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat();
  const sayRate = useRateText();
  const lines = comparedLines(recap);
  return (
    <dl className={classes.tiles}>
      {shown.map((name) => {
        const line = lines.find((entry) => nameOf(entry) === name);
        if (line === undefined) return null;
        const label =
          line.kind === 'rate'
            ? t('attained', { metric: labels.metric(line.metric) })
            : line.name === 'reopened'
              ? t('reopened')
              : t(`flow.${line.name as 'reported'}`);
        return (
          <div key={name} className={classes.tile}>
            <dt>{label}</dt>
            <dd className={classes.big}>
              {line.kind === 'rate' ? sayRate(line.present) : format.number(line.present)}
            </dd>
            <dd className={classes.quiet}>
              <ChangeText line={line} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
