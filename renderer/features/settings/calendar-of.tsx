import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReference } from '../../data/react.ts';
import { CalendarChanges } from './calendar-changes.tsx';
import {
  type DayEntry,
  dayChanges,
  entriesOfYear,
  marksOf,
  withEntry,
  withoutEntry,
} from './calendar-days.ts';
import {
  calendarDraftKey,
  calendarDraftSchema,
  draftOfRevision,
  revisionsOf,
  textOfDays,
} from './calendar-draft.ts';
import { CalendarImport } from './calendar-import.tsx';
import { DayDialog } from './day-dialog.tsx';
import { DayTable } from './day-table.tsx';
import { FileTools } from './file-tools.tsx';
import { Section } from './pack-section.tsx';
import { RevisionTable } from './revision-table.tsx';
import classes from './settings.module.css';
import { useStoredDraft } from './stored-draft.ts';
import { useSettingsAccess } from './use-access.ts';
import viewClasses from './view.module.css';
import { YearView } from './year-view.tsx';

interface CalendarOfProps {
  /** Null: the days of the state. */
  readonly opd: string | null;
  readonly year: number;
}

/** One calendar: the year, its days, what is being changed, and its revisions. */
export function CalendarOf({ opd, year }: CalendarOfProps) {
  const { t } = useTranslation('settings');
  const reference = useReference();
  const mayPublish = useSettingsAccess().mayPublishDays(opd);
  const stored = useStoredDraft(calendarDraftKey(opd), calendarDraftSchema);
  const [edited, setEdited] = useState<DayEntry | 'new' | null>(null);
  const [published, setPublished] = useState<number | null>(null);
  const [loaded, setLoaded] = useState<string | null>(null);
  const revisions = revisionsOf(reference.calendars(), opd);
  const present = draftOfRevision(revisions[0]);
  if (!stored.ready) return <p className={classes.hint}>{t('reading')}</p>;
  const draft = mayPublish ? (stored.value ?? present) : present;
  const base = revisions.find(({ revision }) => revision === draft.base);
  const changes = dayChanges(draftOfRevision(base).days, draft.days);
  const national = opd === null ? [] : [draftOfRevision(revisionsOf(reference.calendars(), null)[0]).days];
  const entries = entriesOfYear(draft.days, year);
  const change = (days: typeof draft.days) => {
    setPublished(null);
    stored.set({ ...draft, days });
  };
  const edits = mayPublish
    ? { edit: setEdited, remove: (entry: DayEntry) => change(withoutEntry(draft.days, entry)) }
    : {};
  return (
    <>
      {published !== null && (
        <p className={classes.note} role="status">
          {t('calendar.published', { revision: published })}
        </p>
      )}
      {changes.length > 0 && (
        <CalendarChanges
          opd={opd}
          draft={draft}
          changes={changes}
          newest={revisions[0]?.revision ?? 0}
          setNote={(note) => stored.set({ ...draft, note })}
          rebase={(revision) => stored.set({ ...draft, base: revision })}
          discard={() => void stored.clear()}
          onPublished={(revision) => void stored.clear().then(() => setPublished(revision))}
        />
      )}
      <div className={viewClasses.calendarGrid}>
        <YearView year={year} marks={marksOf([...national, draft.days], year)} />
        <section className={classes.section}>
          <div className={classes.bar}>
            <h2 className={classes.part}>
              {opd === null ? t('calendar.daysNational', { year }) : t('calendar.daysOf', { opd, year })}
            </h2>
            <div className={classes.end}>
              <FileTools
                name={`kalender-${(opd ?? 'nasional').toLowerCase()}.json`}
                text={() => textOfDays(draft.days)}
                {...(mayPublish ? { onLoad: setLoaded } : {})}
              />
              {mayPublish && (
                <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={() => setEdited('new')}>
                  {t('day.add')}
                </Button>
              )}
            </div>
          </div>
          {opd !== null && <p className={classes.hint}>{t('calendar.officeHelp')}</p>}
          {entries.length === 0 ? (
            <p role="status">{t(opd === null ? 'calendar.empty' : 'calendar.emptyOffice', { year })}</p>
          ) : (
            <DayTable entries={entries} label={t('calendar.listLabel', { year })} {...edits} />
          )}
        </section>
      </div>
      <Section title={t('calendar.revisions')}>
        <RevisionTable revisions={revisions} />
      </Section>
      {edited !== null && (
        <DayDialog
          entry={edited === 'new' ? null : edited}
          days={draft.days}
          isNational={opd === null}
          onClose={() => setEdited(null)}
          save={(entry) => {
            change(withEntry(draft.days, entry, edited === 'new' ? null : edited));
            setEdited(null);
          }}
        />
      )}
      {loaded !== null && (
        <CalendarImport
          text={loaded}
          days={draft.days}
          onClose={() => setLoaded(null)}
          take={(days) => {
            change(days);
            setLoaded(null);
          }}
        />
      )}
    </>
  );
}
