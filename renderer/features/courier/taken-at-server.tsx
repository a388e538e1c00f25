import { Button, PasswordInput, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxPassphrase, type TakenFile } from '#shared/sync/courier-upload.ts';
import { useDesk } from '../../data/react.ts';
import { platform } from '../../platform/platform.ts';
import classes from './courier.module.css';
import { Outcome } from './outcome.tsx';
import type { OfficeFile, useOfficeFiles } from './use-office-files.ts';

type Done = Extract<OfficeFile, { step: 'done' }>;
type Taken = Extract<TakenFile, { outcome: 'taken' }>;

interface DoneProps {
  readonly file: Done;
  readonly office: ReturnType<typeof useOfficeFiles>;
}

/** What the server made of an office's file: what was taken with the answer to be saved, or why nothing was. */
export function TakenAtServer({ file, office }: DoneProps) {
  const { t } = useTranslation('courier');
  const { name, result } = file;
  if (result.outcome === 'taken') return <Report id={file.id} taken={result} />;
  const { refusal } = result;
  const isLocked = refusal === 'passphrase_needed' || refusal === 'passphrase_wrong';
  return (
    <>
      <Outcome isGood={false} title={t('server.refusedTitle', { name })}>
        <ul className={classes.lines}>
          <li>{t(`server.refusal.${refusal}`)}</li>
          <li>{t('server.refusedKept')}</li>
        </ul>
      </Outcome>
      {isLocked && <Word file={file} office={office} />}
    </>
  );
}

function Word({ file, office }: DoneProps) {
  const { t } = useTranslation('courier');
  const [word, setWord] = useState('');
  return (
    <form
      className={classes.actions}
      onSubmit={(event) => {
        event.preventDefault();
        void office.open(file, word);
      }}
    >
      <PasswordInput
        className={classes.word ?? ''}
        label={t('server.word')}
        description={t('server.wordHelp')}
        value={word}
        maxLength={maxPassphrase}
        autoComplete="off"
        data-autofocus
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <Button type="submit" loading={office.isBusy} disabled={word === ''}>
        {t('server.open')}
      </Button>
    </form>
  );
}

const stops = ['no_files', 'no_space', 'too_many_requests', 'no_answer'] as const;

function Report({ id, taken }: { readonly id: string; readonly taken: Taken }) {
  const { t } = useTranslation('courier');
  const { name, deviceCode, file, mutations, refused, stopped, attachments, answer } = taken;
  const isWhole = stopped === null && attachments.stopped === null;
  const stop = stops.find((known) => known === attachments.stopped) ?? 'unknown';
  return (
    <Outcome isGood={isWhole} title={t('server.taken', { name, code: deviceCode, number: file })}>
      <ul className={classes.lines}>
        <li>{t('server.mutations', { count: mutations })}</li>
        {refused > 0 && <li>{t('server.refused', { count: refused })}</li>}
        {stopped !== null && <li>{t('server.stopped')}</li>}
        {attachments.stored > 0 && <li>{t('server.attachments', { count: attachments.stored })}</li>}
        {attachments.refused > 0 && <li>{t('server.attachmentsRefused', { count: attachments.refused })}</li>}
        {attachments.waiting > 0 && <li>{t('server.attachmentsWaiting', { count: attachments.waiting })}</li>}
        {attachments.stopped !== null && <li>{t(`server.filesStop.${stop}`)}</li>}
      </ul>
      <div className={classes.answers}>
        {answer.map((one, at) => (
          <SaveAnswer key={one.name} id={id} part={at + 1} name={one.name} />
        ))}
      </div>
    </Outcome>
  );
}

interface SaveProps {
  readonly id: string;
  readonly part: number;
  readonly name: string;
}

function SaveAnswer({ id, part, name }: SaveProps) {
  const { t } = useTranslation('courier');
  const { courier } = useDesk();
  const [state, setState] = useState<'idle' | 'busy' | 'saved' | 'failed'>('idle');
  const save = async () => {
    setState('busy');
    try {
      const answer = await courier.atServer.answer(id, part);
      if (!answer.ok) return setState('failed');
      const bytes = new Uint8Array(await answer.value.arrayBuffer());
      const saved = await platform.saveFile(name, bytes, 'application/octet-stream');
      setState(!saved.ok ? 'failed' : saved.value.saved ? 'saved' : 'idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <div className={classes.answer}>
      <Button
        size="xs"
        variant={state === 'saved' ? 'default' : 'filled'}
        leftSection={<IconDownload size={15} aria-hidden />}
        loading={state === 'busy'}
        onClick={() => void save()}
      >
        {t('server.save', { name })}
      </Button>
      {state === 'saved' && (
        <Text size="sm" role="status">
          {t('server.saved')}
        </Text>
      )}
      {state === 'failed' && (
        <Text size="sm" role="alert">
          {t('server.notSaved')}
        </Text>
      )}
    </div>
  );
}
