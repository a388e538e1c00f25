import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useReference, useSyncStatus } from '../../data/react.ts';
import { type DayChange, entryKey } from './calendar-days.ts';
import type { CalendarDraft } from './calendar-draft.ts';
import editorClasses from './editor.module.css';
import { jobOfDays } from './preview-job.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { PublishForm } from './publish-form.tsx';
import classes from './settings.module.css';
import { DiscardDialog } from './settings-dialog.tsx';
import { useDayWords } from './use-day-words.ts';
import { usePreview } from './use-preview.ts';
import viewClasses from './view.module.css';

interface CalendarChangesProps {
  readonly opd: string | null;
  readonly draft: CalendarDraft;
  readonly changes: readonly DayChange[];
  /** Newest revision there is now; 0 where there is none. */
  readonly newest: number;
  setNote(note: string): void;
  rebase(revision: number): void;
  discard(): void;
  onPublished(revision: number): void;
}

/** What is being changed, kept on the device; with its preview and publishing when asked for. */
export function CalendarChanges(props: CalendarChangesProps) {
  const { draft, changes, newest, discard } = props;
  const { t } = useTranslation('settings');
  const words = useDayWords();
  const [isOpen, setOpen] = useState(false);
  const [isDiscarding, setDiscarding] = useState(false);
  return (
    <section className={viewClasses.draftBox} aria-labelledby="calendar-draft">
      <div className={classes.bar}>
        <h2 id="calendar-draft" className={classes.part}>
          {t('calendar.draft', { count: changes.length })}
        </h2>
        <span className={classes.hint}>{t('editor.kept')}</span>
        <div className={classes.end}>
          <Button variant="default" onClick={() => setDiscarding(true)}>
            {t('editor.discard')}
          </Button>
          {!isOpen && <Button onClick={() => setOpen(true)}>{t('editor.toPublish')}</Button>}
        </div>
      </div>
      {newest > draft.base && (
        <p className={editorClasses.overtaken}>{t('calendar.overtaken', { newest, base: draft.base })}</p>
      )}
      <ul className={viewClasses.dayChanges}>
        {changes.map(({ entry, how }) => (
          <li key={`${how} ${entryKey(entry)}`}>
            <strong>{t(`calendar.how.${how}`)}</strong> {words.dates(entry)} · {entry.value.name}
          </li>
        ))}
      </ul>
      {isOpen && <PreviewAndPublish {...props} />}
      {isDiscarding && <DiscardDialog onClose={() => setDiscarding(false)} discard={discard} />}
    </section>
  );
}

function PreviewAndPublish({ opd, draft, newest, setNote, rebase, onPublished }: CalendarChangesProps) {
  const { t } = useTranslation('settings');
  const desk = useDesk();
  const reference = useReference();
  const { online } = useSyncStatus();
  const version = reference.version();
  const [turn, setTurn] = useState(0);
  const { days } = draft;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the reference data holds now
  const job = useMemo(
    () => jobOfDays(reference, opd, days, desk.now()),
    [reference, version, opd, days, desk],
  );
  const preview = usePreview(job, turn);
  const revision = draft.base + 1;
  return (
    <>
      <PreviewPanel state={preview} note={t('preview.noteOfDays')} again={() => setTurn(turn + 1)} />
      {!online && <p className={classes.note}>{t('failed.offline')}</p>}
      <PublishForm
        note={draft.note}
        setNote={setNote}
        label={t('calendar.publish', { revision })}
        hindrance={null}
        publish={async () => {
          const answer = await desk.admin.publishCalendar({ opd, revision, days, note: draft.note.trim() });
          if (answer.ok) onPublished(revision);
          return answer;
        }}
        onOvertaken={
          <Button
            variant="default"
            size="compact-xs"
            mt={6}
            disabled={newest <= draft.base}
            onClick={() => rebase(newest)}
          >
            {t('overtaken.continueRevision', { revision: newest + 1 })}
          </Button>
        }
      />
    </>
  );
}
