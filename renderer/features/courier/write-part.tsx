import { Button, Checkbox, PasswordInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourierFile, CourierState } from '../../data/courier/contract.ts';
import { useDesk, useNow } from '../../data/react.ts';
import { platform } from '../../platform/platform.ts';
import { formatBytes } from '../../ui/files/file-words.ts';
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
  | { readonly kind: 'saved'; readonly file: CourierFile }
  | { readonly kind: 'notSaved' | 'failed' };

/** Writes what waits into a file. Nothing leaves the outbox by it. */
export function WritePart({ state, isPrimary, refresh }: PartProps) {
  const { t } = useTranslation('courier');
  const { courier } = useDesk();
  const [isSealed, setIsSealed] = useState(false);
  const [withPictures, setWithPictures] = useState(true);
  const [word, setWord] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [outcome, setOutcome] = useState<Written | null>(null);
  const isShort = isSealed && word.length < leastWord;

  /** @param after the file this one goes on from: attachments that found no room there. */
  const write = async (after?: CourierFile) => {
    setIsTried(true);
    if (isShort) return;
    setIsBusy(true);
    try {
      const more = { pictures: withPictures, ...(after === undefined ? {} : { after }) };
      const file = await courier.write(isSealed ? word : null, more);
      if (typeof file === 'string') return setOutcome({ kind: 'failed' });
      const saved = await platform.saveFile(file.name, file.bytes, 'application/octet-stream');
      if (!saved.ok) return setOutcome({ kind: 'notSaved' });
      if (!saved.value.saved) return setOutcome(null);
      await courier.noteWritten(file);
      setOutcome({ kind: 'saved', file });
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
      {state.waitingFiles.count > 0 && (
        <p className={classes.hint}>
          {t('out.files', {
            count: state.waitingFiles.count,
            size: formatBytes(state.waitingFiles.bytes),
          })}
        </p>
      )}
      <Checkbox
        checked={withPictures}
        onChange={(event) => setWithPictures(event.currentTarget.checked)}
        label={t('out.pictures')}
        description={t('out.picturesHelp')}
      />
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
      {outcome?.kind === 'saved' && (
        <Saved file={outcome.file} isBusy={isBusy} onWriteNext={() => void write(outcome.file)} />
      )}
      {outcome !== null && outcome.kind !== 'saved' && (
        <Outcome isGood={false}>{t(`out.${outcome.kind}`)}</Outcome>
      )}
      <LastFile state={state} />
      <p className={classes.hint}>{t(state.waiting === 0 ? 'out.empty' : 'out.keeps')}</p>
    </section>
  );
}

interface SavedProps {
  readonly file: CourierFile;
  readonly isBusy: boolean;
  onWriteNext(): void;
}

/** What the file carries, and where attachments were left the way to the next one. */
function Saved({ file: { name, count, attachments, attachmentsLeft }, isBusy, onWriteNext }: SavedProps) {
  const { t } = useTranslation('courier');
  return (
    <Outcome isGood>
      <ul className={classes.lines}>
        <li>{t('out.saved', { name, count })}</li>
        {attachments > 0 && <li>{t('out.filesCarried', { count: attachments })}</li>}
        {attachmentsLeft > 0 && <li>{t('out.filesLeft', { count: attachmentsLeft })}</li>}
      </ul>
      {attachmentsLeft > 0 && (
        <Button variant="default" size="xs" mt={8} loading={isBusy} onClick={onWriteNext}>
          {t('out.writeNext')}
        </Button>
      )}
    </Outcome>
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
