import { Button, FileButton, PasswordInput } from '@mantine/core';
import { IconLifebuoy, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bytes } from '#shared/sync/courier-means.ts';
import { useDesk, useNow } from '../../data/react.ts';
import type { RescuePreview, TakeRescueFault } from '../../data/rescue/contract.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { useWorkWords } from '../../ui/use-work-words.ts';
import classes from './courier.module.css';
import { Outcome } from './outcome.tsx';

type Step =
  | {
      readonly kind: 'looked';
      readonly preview: RescuePreview;
      readonly bytes: Bytes;
      readonly word: string | null;
    }
  | { readonly kind: 'locked'; readonly fault: TakeRescueFault; readonly bytes: Bytes }
  | { readonly kind: 'taken'; readonly taken: number; readonly files: number }
  | { readonly kind: 'fault'; readonly fault: TakeRescueFault | 'unreadable' };

/** Takes in unsent work of the same person that was saved on another computer: looked at first, then imported. */
export function RescuePart() {
  const { t } = useTranslation('rescue');
  const { rescue } = useDesk();
  const reset = useRef<() => void>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [step, setStep] = useState<Step | null>(null);

  const run = async (work: () => Promise<Step>) => {
    setIsBusy(true);
    setStep(await work().catch((): Step => ({ kind: 'fault', fault: 'unreadable' })));
    setIsBusy(false);
  };
  const look = async (bytes: Bytes, word: string | null): Promise<Step> => {
    const seen = await rescue.look(bytes, word);
    if (seen.ok) return { kind: 'looked', preview: seen.value, bytes, word };
    const isLocked = seen.error === 'passphrase_needed' || seen.error === 'passphrase_wrong';
    return isLocked ? { kind: 'locked', fault: seen.error, bytes } : { kind: 'fault', fault: seen.error };
  };
  const pick = (file: File | null) => {
    // The same file picked again is read again.
    reset.current?.();
    if (file !== null) void run(async () => look(new Uint8Array(await file.arrayBuffer()), null));
  };
  const take = async (bytes: Bytes, word: string | null): Promise<Step> => {
    const done = await rescue.take(bytes, word);
    return done.ok ? { kind: 'taken', ...done.value } : { kind: 'fault', fault: done.error };
  };

  return (
    <section className={classes.way} aria-labelledby="rescue-title">
      <h2 id="rescue-title" className={classes.waiting}>
        <IconLifebuoy size={18} aria-hidden />
        {t('intake.title')}
      </h2>
      <p className={classes.intro}>{t('intake.intro')}</p>
      <div className={classes.actions}>
        <FileButton
          accept=".pulih"
          resetRef={reset}
          inputProps={{ 'aria-label': t('intake.pick') }}
          onChange={pick}
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconUpload size={16} aria-hidden />}
              loading={isBusy}
            >
              {t('intake.pick')}
            </Button>
          )}
        </FileButton>
      </div>
      {step !== null && !isBusy && (
        <StepWords
          step={step}
          onWord={(bytes, word) => void run(() => look(bytes, word))}
          onTake={(bytes, word) => void run(() => take(bytes, word))}
        />
      )}
    </section>
  );
}

interface StepWordsProps {
  readonly step: Step;
  onWord(bytes: Bytes, word: string): void;
  onTake(bytes: Bytes, word: string | null): void;
}

function StepWords({ step, onWord, onTake }: StepWordsProps) {
  const { t } = useTranslation('rescue');
  const say = useWorkWords();
  const [word, setWord] = useState('');
  switch (step.kind) {
    case 'looked':
      return <Looked {...step} onTake={onTake} />;
    case 'taken':
      return <Outcome isGood>{t('intake.done', { work: say(step.taken, step.files) })}</Outcome>;
    case 'fault':
      return (
        <Outcome isGood={false}>
          {t(`fault.${step.fault}`)} {t('intake.kept')}
        </Outcome>
      );
    case 'locked':
      return (
        <form
          className={classes.actions}
          onSubmit={(event) => {
            event.preventDefault();
            onWord(step.bytes, word);
          }}
        >
          <PasswordInput
            className={classes.word ?? ''}
            label={t('word')}
            error={step.fault === 'passphrase_wrong' ? t('fault.passphrase_wrong') : null}
            description={t('fault.passphrase_needed')}
            value={word}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          <Button type="submit" disabled={word === ''}>
            {t('intake.open')}
          </Button>
        </form>
      );
  }
}

type LookedProps = Extract<Step, { kind: 'looked' }> & Pick<StepWordsProps, 'onTake'>;

function Looked({ preview, bytes, word, onTake }: LookedProps) {
  const { t } = useTranslation('rescue');
  const say = useWorkWords();
  const format = useOfficeFormat();
  const now = useNow(60_000);
  const { header, news, files, isOtherServer } = preview;
  const work = say(news, files);
  if (news + files === 0) return <Outcome isGood>{t('intake.nothing')}</Outcome>;
  return (
    <>
      <ul className={classes.lines}>
        <li>{t('intake.look', { at: format.short(header.createdAt, now), work })}</li>
        {header.parts > 1 && <li>{t('intake.part', { part: header.part, parts: header.parts })}</li>}
        {isOtherServer && <li role="alert">{t('intake.otherServer', { server: header.server })}</li>}
      </ul>
      <div className={classes.actions}>
        <Button onClick={() => onTake(bytes, word)}>{t('intake.take', { work })}</Button>
      </div>
    </>
  );
}
