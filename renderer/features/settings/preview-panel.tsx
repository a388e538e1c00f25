import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangedTicket, PreviewCounts } from '#shared/sla/preview.ts';
import type { OpenClock } from '../../data/contract.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { ScrollRegion } from '../../ui/scroll-region.tsx';
import { PreviewTable } from './preview-table.tsx';
import classes from './settings.module.css';
import type { PreviewState } from './use-preview.ts';
import viewClasses from './view.module.css';

const page = 100;
const shownCounts = [
  'changedTickets',
  'earlier',
  'later',
  'newlyLate',
  'noLongerLate',
  'appears',
  'vanishes',
  'same',
] as const satisfies readonly (keyof PreviewCounts)[];

interface PreviewPanelProps {
  readonly state: PreviewState;
  /** What the change means for open tickets. */
  readonly note: string;
  again(): void;
  /** Tickets chosen for re-evaluation; left out where there is nothing to choose. */
  readonly chosen?: ReadonlySet<string>;
  onChoose?(chosen: ReadonlySet<string>): void;
}

/** "Yang berubah bagi tiket terbuka": counts, and each changed target with its old and new deadline. */
export function PreviewPanel({ state, note, again, ...choice }: PreviewPanelProps) {
  const { t } = useTranslation('settings');
  const format = useOfficeFormat();
  return (
    <section className={viewClasses.preview} aria-labelledby="preview-title">
      <div className={viewClasses.previewHead}>
        <h3 id="preview-title" className={classes.part}>
          {t('preview.title')}
        </h3>
        {state.kind === 'ready' && (
          <>
            <span className={classes.hint}>{t('preview.at', { time: format.long(state.now) })}</span>
            <Button variant="default" size="compact-xs" onClick={again}>
              {t('preview.again')}
            </Button>
          </>
        )}
      </div>
      <p className={classes.note}>{note}</p>
      {state.kind === 'counting' ? (
        <p role="status">
          {t('preview.counting', { done: format.number(state.done), total: format.number(state.total) })}
        </p>
      ) : (
        <Ready counts={state.counts} changed={state.changed} now={state.now} {...choice} />
      )}
    </section>
  );
}

interface ReadyProps {
  readonly counts: PreviewCounts;
  readonly changed: readonly ChangedTicket<OpenClock>[];
  readonly now: number;
  readonly chosen?: ReadonlySet<string>;
  onChoose?(chosen: ReadonlySet<string>): void;
}

function Ready({ counts, changed, now, ...choice }: ReadyProps) {
  const { t } = useTranslation('settings');
  const format = useOfficeFormat();
  const [shown, setShown] = useState(page);
  if (counts.tickets === 0) return <p role="status">{t('preview.noTickets')}</p>;
  return (
    <>
      <dl className={viewClasses.tiles} aria-live="polite">
        {shownCounts.map((name) => (
          <div
            key={name}
            className={viewClasses.tile}
            data-late={name === 'newlyLate' && counts.newlyLate > 0}
          >
            <dt>{t(`preview.count.${name}`)}</dt>
            <dd>
              {name === 'changedTickets'
                ? t('preview.ticketsOf', {
                    changed: format.number(counts.changedTickets),
                    all: format.number(counts.tickets),
                  })
                : format.number(counts[name])}
            </dd>
          </div>
        ))}
      </dl>
      {changed.length === 0 ? (
        <p role="status">{t('preview.nothing')}</p>
      ) : (
        <ScrollRegion label={t('preview.list')} className={viewClasses.previewList}>
          <PreviewTable changed={changed.slice(0, shown)} now={now} {...choice} />
        </ScrollRegion>
      )}
      {changed.length > shown && (
        <Button variant="default" onClick={() => setShown(shown + page)}>
          {t('preview.more', { count: changed.length - shown })}
        </Button>
      )}
    </>
  );
}
