import { Button, FileButton, PasswordInput, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maxCourierBytes } from '#shared/sync/courier.ts';
import type { AnswerFault, CourierState, TakeReport } from '../../data/courier/contract.ts';
import { useDesk, useNow } from '../../data/react.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './courier.module.css';
import { type ImportFault, ImportResult } from './import-result.tsx';

interface PartProps {
  readonly state: CourierState;
  readonly isPrimary: boolean;
  refresh(): Promise<void>;
}

const asksForWord = (fault: AnswerFault | null) =>
  fault === 'passphrase_needed' || fault === 'passphrase_wrong';

/** Takes in the files of an answer; asks for the passphrase where the file has one. */
export function ImportPart({ state, isPrimary, refresh }: PartProps) {
  const { t } = useTranslation('courier');
  const { courier } = useDesk();
  const reset = useRef<() => void>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [locked, setLocked] = useState<readonly File[] | null>(null);
  const [word, setWord] = useState('');
  const [result, setResult] = useState<TakeReport | ImportFault | null>(null);

  const take = async (files: readonly File[], passphrase: string | null) => {
    const report = await courier.take(files, passphrase);
    setLocked(asksForWord(report.stopped) ? files : null);
    if (!asksForWord(report.stopped)) setWord('');
    setResult(report);
  };
  const run = async (work: () => Promise<void>) => {
    setIsBusy(true);
    try {
      await work();
    } catch {
      setResult('unreadable');
    } finally {
      setIsBusy(false);
      await refresh().catch(() => undefined);
    }
  };
  const pick = (files: readonly File[]) => {
    if (files.length === 0) return;
    // The same file picked again is read again.
    reset.current?.();
    if (files.some((file) => file.size > maxCourierBytes)) return setResult('too_large');
    void run(() => take(files, null));
  };

  return (
    <section className={classes.way} aria-labelledby="courier-back">
      <h2 id="courier-back">{t('back.title')}</h2>
      <ol className={classes.steps}>
        <li>{t('back.steps.stick')}</li>
        <li>{t('back.steps.pick')}</li>
        <li>{t('back.steps.look')}</li>
      </ol>
      <div className={classes.actions}>
        <FileButton
          multiple
          accept=".kurir"
          resetRef={reset}
          inputProps={{ 'aria-label': t('back.pick') }}
          onChange={pick}
        >
          {(props) => (
            <Button
              {...props}
              variant={isPrimary ? 'filled' : 'default'}
              leftSection={<IconUpload size={16} aria-hidden />}
              loading={isBusy}
            >
              {t('back.pick')}
            </Button>
          )}
        </FileButton>
        {isBusy && (
          <Text size="sm" role="status">
            {t('back.reading')}
          </Text>
        )}
      </div>
      {locked !== null && (
        <form
          className={classes.actions}
          onSubmit={(event) => {
            event.preventDefault();
            void run(() => take(locked, word));
          }}
        >
          <PasswordInput
            className={classes.word ?? ''}
            label={t('back.word')}
            description={t('back.wordHelp')}
            value={word}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          <Button type="submit" loading={isBusy} disabled={word === ''}>
            {t('back.open')}
          </Button>
        </form>
      )}
      {result !== null && !isBusy && <ImportResult result={result} />}
      <LastAnswer state={state} />
    </section>
  );
}

function LastAnswer({ state: { taken } }: Pick<PartProps, 'state'>) {
  const { t } = useTranslation('courier');
  const format = useOfficeFormat();
  const now = useNow(60_000);
  if (taken === null) return <p className={classes.hint}>{t('back.none')}</p>;
  const [createdAt, at] = [format.short(taken.createdAt, now), format.short(taken.at, now)];
  return (
    <ul className={classes.lines}>
      <li>{t('back.last', { number: taken.number, createdAt, at })}</li>
      {!taken.isLast && <li>{t('back.partial', { part: taken.part + 1 })}</li>}
    </ul>
  );
}
