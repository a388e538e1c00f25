import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Recap } from '#shared/recap/recap.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ChangeText, useRateText } from './change-text.tsx';
import classes from './recap.module.css';
import { type ComparedLine, comparedLines, lineKey } from './recap-lines.ts';

const countsShown: readonly string[] = ['reported', 'resolved', 'carriedOut', 'reopened'];
const ratesShown = 2;

function shownOf(lines: readonly ComparedLine[]): readonly ComparedLine[] {
  const counts = countsShown.flatMap((name) =>
    lines.filter((line) => line.kind === 'count' && line.name === name),
  );
  const rates = lines.filter((line) => line.kind === 'rate' && line.basis === 'raw');
  return [...counts, ...rates.slice(0, ratesShown)];
}

interface RecapTilesProps {
  readonly recap: Recap;
  /** The pack whose words name metrics. */
  readonly policy: Ticket['policy'] | undefined;
}

/** The figures a supervisor looks at first, each with its change against the month before. */
export function RecapTiles({ recap, policy }: RecapTilesProps) {
  const { t } = useTranslation('recap');
  const labels = useLabels();
  const format = useOfficeFormat();
  const sayRate = useRateText();
  const lines = comparedLines(recap);
  const adjustedOf = (metric: string) =>
    lines.find((line) => line.kind === 'rate' && line.metric === metric && line.basis === 'adjusted');
  return (
    <dl className={classes.tiles}>
      {shownOf(lines).map((line) => {
        const adjusted = line.kind === 'rate' ? adjustedOf(line.metric) : undefined;
        const label =
          line.kind === 'rate'
            ? t('attained', { metric: labels.metric(line.metric, policy) })
            : line.name === 'reopened'
              ? t('reopened')
              : t(`flow.${line.name as 'reported'}`);
        return (
          <div key={lineKey(line)} className={classes.tile}>
            <dt>{label}</dt>
            <dd className={classes.big}>
              {line.kind === 'rate' ? sayRate(line.present) : format.number(line.present)}
            </dd>
            <dd className={classes.quiet}>
              <ChangeText line={line} />
              {adjusted && `, ${t('adjusted', { rate: sayRate(adjusted.present) })}`}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
