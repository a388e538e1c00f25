import { Button, Checkbox, PasswordInput, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RescueDesk } from '../../data/rescue/contract.ts';
import { platform } from '../../platform/platform.ts';

/** Shorter words can be guessed by whoever has the file and time. */
const leastWord = 12;

type Outcome =
  | { readonly kind: 'saved'; readonly names: readonly string[] }
  | { readonly kind: 'notSaved' | 'notHere' };

interface RescueFormProps {
  readonly rescue: RescueDesk;
  readonly userId: string;
  readonly username: string;
}

/** Saves one person's unsent work to a file, locked with a passphrase if wanted. Changes nothing on the device. */
export function RescueForm({ rescue, userId, username }: RescueFormProps) {
  const { t } = useTranslation('rescue');
  const [isSealed, setIsSealed] = useState(true);
  const [word, setWord] = useState('');
  const [isTried, setIsTried] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const isShort = isSealed && word.length < leastWord;

  const save = async () => {
    setIsTried(true);
    if (isShort) return;
    setIsBusy(true);
    setOutcome(
      await saveParts(rescue, userId, isSealed ? word : null).catch((): Outcome => ({ kind: 'notSaved' })),
    );
    setIsBusy(false);
  };

  return (
    <>
      <Checkbox
        size="sm"
        checked={isSealed}
        onChange={(event) => setIsSealed(event.currentTarget.checked)}
        label={t('seal')}
        description={t('sealHelp')}
      />
      {isSealed && (
        <PasswordInput
          size="sm"
          label={t('word')}
          description={t('wordHelp')}
          value={word}
          autoComplete="off"
          maxLength={200}
          error={isTried && isShort ? t('short') : null}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
      )}
      <div>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={isBusy}
          onClick={() => void save()}
        >
          {t('save')}
        </Button>
      </div>
      {outcome !== null && !isBusy && <SavedWords outcome={outcome} username={username} />}
    </>
  );
}

function SavedWords({ outcome, username }: { readonly outcome: Outcome; readonly username: string }) {
  const { t } = useTranslation('rescue');
  if (outcome.kind !== 'saved')
    return (
      <Text size="sm" role="alert">
        {t(outcome.kind)}
      </Text>
    );
  const [name = '', ...others] = outcome.names;
  return (
    <Text size="sm" role="status">
      {others.length === 0
        ? t('saved', { name, user: username })
        : t('savedSome', { count: outcome.names.length, user: username })}
    </Text>
  );
}

async function saveParts(rescue: RescueDesk, userId: string, word: string | null): Promise<Outcome> {
  const parts = rescue.write(userId, word);
  if (parts === null) return { kind: 'notHere' };
  const names: string[] = [];
  for await (const { name, bytes } of parts) {
    const saved = await platform.saveFile(name, bytes, 'application/octet-stream');
    if (!saved.ok || !saved.value.saved) return { kind: 'notSaved' };
    names.push(name);
  }
  return names.length === 0 ? { kind: 'notSaved' } : { kind: 'saved', names };
}
