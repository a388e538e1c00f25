import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Temporal } from 'temporal-polyfill';
import { useDesk, useReference, useSyncStatus } from '../../data/react.ts';
import { ChangeList } from './change-list.tsx';
import editorClasses from './editor.module.css';
import { packChanges } from './pack-changes.ts';
import type { CheckedDraft, PolicyDraft } from './policy-draft.ts';
import { jobOfDraft } from './preview-job.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { PublishForm } from './publish-form.tsx';
import classes from './settings.module.css';
import { usePreview } from './use-preview.ts';

interface PublishTabProps {
  readonly draft: PolicyDraft;
  readonly checked: CheckedDraft;
  change(draft: PolicyDraft): void;
  onPublished(): void;
  /** The faults, with a way to each. */
  readonly faults: React.ReactNode;
}

/** Midnight at the beginning of a `YYYY-MM-DD` in a zone, UTC ms; null for no date. */
function startOfDay(date: string, zone: string): number | null {
  return date === '' ? null : Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/** What changes in the rules, what changes for open tickets, and publishing it. */
export function PublishTab({ draft, checked, change, onPublished, faults }: PublishTabProps) {
  const { t } = useTranslation('settings');
  const desk = useDesk();
  const reference = useReference();
  const { online } = useSyncStatus();
  const version = reference.version();
  const { pack } = checked;
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the reference data holds now
  const job = useMemo(() => (pack === null ? null : jobOfDraft(reference, pack)), [pack, reference, version]);
  const preview = usePreview(job, turn);
  const base = draft.base === 0 ? draft.copiedFrom : draft.name;
  const before =
    base === null ? undefined : reference.policy(base, draft.base === 0 ? undefined : draft.base)?.pack;
  if (pack === null) return <>{faults}</>;
  const isSame = draft.base > 0 && before !== undefined && packChanges(before, pack).length === 0;
  const newest = reference.policy(draft.name)?.pack.version ?? draft.base;
  return (
    <div className={editorClasses.wide}>
      <section aria-labelledby="changes-title">
        <h3 id="changes-title" className={classes.part}>
          {draft.base === 0
            ? t('changes.titleOfCopy', { name: draft.copiedFrom ?? '' })
            : t('changes.title', { version: draft.base })}
        </h3>
        {before !== undefined && <ChangeList before={before} after={{ ...pack, name: before.name }} />}
      </section>
      <PreviewPanel
        state={preview}
        note={t(draft.base === 0 ? 'preview.noteOfCopy' : 'preview.noteOfPack')}
        again={() => setTurn(turn + 1)}
      />
      <h3 className={classes.part}>{t('publish.title', { version: pack.version })}</h3>
      {!online && <p className={classes.note}>{t('failed.offline')}</p>}
      <PublishForm
        note={draft.note}
        setNote={(note) => change({ ...draft, note })}
        from={draft.from}
        setFrom={(from) => change({ ...draft, from })}
        label={t('publish.button', { version: pack.version })}
        hindrance={isSame ? t('publish.nothingChanged') : null}
        publish={async () => {
          const effectiveFrom = startOfDay(draft.from, pack.timeZone);
          const answer = await desk.admin.publishPolicy({ pack, effectiveFrom, note: draft.note.trim() });
          if (answer.ok) onPublished();
          return answer;
        }}
        onOvertaken={
          <Button
            variant="default"
            size="compact-xs"
            mt={6}
            disabled={newest <= draft.base}
            onClick={() => change({ ...draft, base: newest })}
          >
            {t('overtaken.continue', { version: newest + 1 })}
          </Button>
        }
      />
    </div>
  );
}
