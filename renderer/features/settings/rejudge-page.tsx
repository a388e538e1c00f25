import { Button, Textarea } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { z } from 'zod';
import type { OpenClock } from '../../data/contract.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useFailureSentence } from '../../ui/refusal-text.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { jobOfVersion } from './preview-job.ts';
import { PreviewPanel } from './preview-panel.tsx';
import classes from './settings.module.css';
import { SettingsPage } from './settings-page.tsx';
import { useStoredDraft } from './stored-draft.ts';
import { usePreview } from './use-preview.ts';
import viewClasses from './view.module.css';

/** "Nilai ulang tiket terbuka": open tickets of an older version, judged by the newest on purpose. */
export default function RejudgePage() {
  const { name = '' } = useParams<{ name: string }>();
  return (
    <SettingsPage>
      <Rejudge key={name} name={name} />
    </SettingsPage>
  );
}

const reasonSchema = z.string();

interface Progress {
  readonly done: number;
  readonly total: number;
  readonly failed: readonly { readonly number: string; readonly why: string }[];
}

function Rejudge({ name }: { readonly name: string }) {
  const { t } = useTranslation('settings');
  const desk = useDesk();
  const reference = useReference();
  const known = reference.version();
  const sayFailure = useFailureSentence();
  const version = reference.policy(name)?.pack.version;
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` stands for what the reference data holds now
  const job = useMemo(
    () => (version === undefined ? null : jobOfVersion(reference, name, version)),
    [reference, name, version, known],
  );
  const preview = usePreview(job, turn);
  const reason = useStoredDraft(`settings/rejudge/${name}`, reasonSchema);
  // Everything that changes is chosen until somebody takes a ticket out.
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [progress, setProgress] = useState<Progress | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isTried, setTried] = useState(false);
  const reasonField = useRef<HTMLTextAreaElement>(null);
  if (version === undefined) return <Sentence title={t('noPack', { name })} next={t('noPackNext')} />;

  const changed = preview.kind === 'ready' ? preview.changed.map(({ ticket }) => ticket) : [];
  const chosen = changed.filter(({ id }) => !left.has(id));
  const text = reason.value ?? '';
  const run = async (tickets: readonly OpenClock[]) => {
    setTried(true);
    if (text.trim() === '') return reasonField.current?.focus();
    setBusy(true);
    const failed: Progress['failed'][number][] = [];
    for (const [done, { id, number }] of tickets.entries()) {
      setProgress({ done, total: tickets.length, failed: [...failed] });
      const answer = await desk.mutate('ticket.repolicy', { id, version, reason: text.trim() });
      if (!answer.ok) failed.push({ number, why: sayFailure(answer.error) });
    }
    setProgress({ done: tickets.length, total: tickets.length, failed });
    setBusy(false);
    setTried(false);
    if (failed.length === 0) await reason.clear();
    setTurn(turn + 1);
  };
  return (
    <div className={classes.body}>
      <h2>{t('rejudge.title', { name: reference.policy(name)?.pack.title ?? name, version })}</h2>
      <PreviewPanel
        state={preview}
        note={t('rejudge.note', { version })}
        again={() => setTurn(turn + 1)}
        chosen={new Set(chosen.map(({ id }) => id))}
        onChoose={(ids) => setLeft(new Set(changed.map(({ id }) => id).filter((id) => !ids.has(id))))}
      />
      {progress !== null && (
        <div role="status" className={classes.note}>
          {t(isBusy ? 'rejudge.progress' : 'rejudge.done', {
            done: progress.done - (isBusy ? 0 : progress.failed.length),
            total: progress.total,
          })}
          {progress.failed.length > 0 && (
            <ul>
              {progress.failed.map(({ number, why }) => (
                <li key={number}>
                  {number}: {why}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {changed.length > 0 && (
        <form
          className={viewClasses.publish}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!isBusy) void run(chosen);
          }}
        >
          <Textarea
            ref={reasonField}
            label={t('rejudge.reason')}
            description={t('rejudge.reasonHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            withAsterisk
            autosize
            minRows={2}
            maxLength={2000}
            value={text}
            error={isTried && text.trim() === '' ? t('rejudge.reasonMissing') : null}
            onChange={(event) => reason.set(event.currentTarget.value)}
          />
          <div className={viewClasses.publishFoot}>
            <Button type="submit" disabled={isBusy || chosen.length === 0}>
              {t('rejudge.go', { count: chosen.length })}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
