import { Alert, Button, Textarea } from '@mantine/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '#shared/domain/result.ts';
import { dayOfDate } from '#shared/sla/civil.ts';
import type { AdminFailure } from '../../data/contract.ts';
import { useAdminFailure } from './admin-failure.ts';
import { DateField } from './date-field.tsx';
import classes from './settings.module.css';
import viewClasses from './view.module.css';

interface PublishFormProps {
  readonly note: string;
  setNote(note: string): void;
  /** `YYYY-MM-DD` or empty; left out where what is published holds at once. */
  readonly from?: string;
  setFrom?(from: string): void;
  readonly label: string;
  /** Why it cannot be published yet; null when it can. */
  readonly hindrance: string | null;
  publish(): Promise<Result<unknown, AdminFailure>>;
  /** Shown under a failure because somebody else published in between. */
  readonly onOvertaken?: ReactNode;
}

/** Note, the day it holds from, and the one button. A failure leaves everything as it was typed. */
export function PublishForm(props: PublishFormProps) {
  const { note, setNote, from, setFrom, label, hindrance, publish, onOvertaken } = props;
  const { t } = useTranslation('settings');
  const say = useAdminFailure();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AdminFailure | null>(null);
  const [isTried, setTried] = useState(false);
  const noteField = useRef<HTMLTextAreaElement>(null);
  const isNoteMissing = note.trim() === '';
  const isFromWrong = from !== undefined && from !== '' && dayOfDate(from) === null;
  const submit = async () => {
    if (isBusy) return;
    setTried(true);
    if (isNoteMissing) return noteField.current?.focus();
    if (isFromWrong) return;
    setBusy(true);
    setFailure(null);
    const answer = await publish().catch(() => ({ ok: false, error: { kind: 'server' } }) as const);
    setBusy(false);
    if (!answer.ok) setFailure(answer.error);
  };
  return (
    <form
      className={viewClasses.publish}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Textarea
        ref={noteField}
        label={t('publish.note')}
        description={t('publish.noteHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        withAsterisk
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        error={isTried && isNoteMissing ? t('publish.noteMissing') : null}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {from !== undefined && (
        <DateField
          label={t('publish.from')}
          description={t('publish.fromHelp')}
          value={from}
          error={isTried && isFromWrong ? t('publish.fromWrong') : null}
          onChange={(value) => setFrom?.(value)}
        />
      )}
      {failure !== null && (
        <Alert color="red" variant="light" role="alert" title={t('failed.title')}>
          {say(failure)}
          {failure.kind === 'version_changed' && onOvertaken}
        </Alert>
      )}
      <div className={viewClasses.publishFoot}>
        {hindrance !== null && <span className={classes.hint}>{hindrance}</span>}
        <Button type="submit" disabled={hindrance !== null || isBusy}>
          {isBusy ? t('publish.busy') : label}
        </Button>
      </div>
    </form>
  );
}
