import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourierState } from '../../data/courier/contract.ts';
import { useDesk, useNow } from '../../data/react.ts';
import { platform } from '../../platform/platform.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './courier.module.css';
import { Outcome } from './outcome.tsx';

/** Shorter words can be guessed by whoever has the file and time. */
const leastWord = 12;

interface PartProps {
  readonly state: CourierState;
  readonly isPrimary: boolean;
  refresh(): Promise<void>;
}

type Written =
  | { readonly kind: 'saved'; readonly name: string; readonly count: number }
  | { readonly kind: 'notSaved' | 'failed' };

/** Writes what waits into a file. Nothing leaves the outbox by it. */
export function WritePart({ state, isPrimary, refresh }: PartProps) {
  const { t } = useTranslation('courier');
  const { courier } = useDesk();
  const [isSealed, setIsSealed] = useState(false);
  const [word, setWord] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [outcome, setOutcome] = useState<Written | null>(null);
  const isShort = isSealed && word.length < leastWord;

  const write = async () => {
    setIsTried(true);
    if (isShort) return;
    setIsBusy(true);
    try {
      const file = await courier.write(isSealed ? word : null);
      if (typeof file === 'string') return setOutcome({ kind: 'failed' });
      const saved = await platform.saveFile(file.name, file.bytes, 'application/octet-stream');
      if (!saved.ok) return setOutcome({ kind: 'notSaved' });
      if (!saved.value.saved) return setOutcome(null);
      await courier.noteWritten(file);
      setOutcome({ kind: 'saved', name: file.name, count: file.count });
    } catch {
      setOutcome({ kind: 'failed' });
    } finally {
      setIsBusy(false);
      await refresh().catch(() => undefined);
    }
  };

  return (
    <section className={classes.way} aria-labelledby="courier-out">
      <h2 id="courier-out">{t('out.title')}</h2>
      <ol className={classes.steps}>
        <li>{t('out.steps.stick')}</li>
        <li>{t('out.steps.write')}</li>
        <li>{t('out.steps.bring')}</li>
      </ol>
      <Checkbox
        checked={isSealed}
        onChange={(event) => setIsSealed(event.currentTarget.checked)}
        label={t('seal.label')}
        description={t('seal.help')}
      />
      {isSealed && (
        <PasswordInput
          label={t('seal.word')}
          description={t('seal.wordHelp')}
          value={word}
          autoComplete="off"
          maxLength={200}
          error={isTried && isShort ? t('seal.short') : null}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      )}
      <div className={classes.actions}>
        <Button
          variant={isPrimary ? 'filled' : 'default'}
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={isBusy}
          onClick={() => void write()}
        >
          {t('out.write')}
        </Button>
      </div>
      {outcome !== null && (
        <Outcome isGood={outcome.kind === 'saved'}>
          {outcome.kind === 'saved' ? t('out.saved', outcome) : t(`out.${outcome.kind}`)}
        </Outcome>
      )}
      <LastFile state={state} />
      <p className={classes.hint}>{t(state.waiting === 0 ? 'out.empty' : 'out.keeps')}</p>
      <p className={classes.hint}>{t('out.attachments')}</p>
    </section>
  );
}

function LastFile({ state: { written } }: Pick<PartProps, 'state'>) {
  const { t } = useTranslation('courier');
  const format = useOfficeFormat();
  const now = useNow(60_000);
  if (written === null) return <p className={classes.hint}>{t('out.none')}</p>;
  const { number, count, left } = written;
  return (
    <ul className={classes.lines}>
      <li>{t('out.last', { number, count, at: format.short(written.at, now) })}</li>
      {left > 0 && <li>{t('out.left', { count: left })}</li>}
    </ul>
  );
}
