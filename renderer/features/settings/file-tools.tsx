import { Button, FileButton } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '../../platform/platform.ts';

/** A pack or a calendar is some ten kilobytes; what is larger is another file. */
const maxBytes = 2_000_000;

interface FileToolsProps {
  /** Name under which the file is saved. */
  readonly name: string;
  /** Null where there is nothing to save yet. */
  readonly text: (() => string) | null;
  /** Left out where nothing may be loaded. */
  onLoad?(text: string): void;
}

/** Saves the JSON file through the platform, and loads one the person picks. */
export function FileTools({ name, text, onLoad }: FileToolsProps) {
  const { t } = useTranslation('settings');
  const [failure, setFailure] = useState<'save' | 'load' | 'tooLarge' | null>(null);
  const reset = useRef<() => void>(null);
  const save = async () => {
    if (text === null) return;
    const saved = await platform.saveFile(name, new TextEncoder().encode(text()), 'application/json');
    setFailure(saved.ok ? null : 'save');
  };
  const load = async (file: File | null) => {
    if (file === null) return;
    // The same file picked again is read again.
    reset.current?.();
    if (file.size > maxBytes) return setFailure('tooLarge');
    try {
      onLoad?.(await file.text());
      setFailure(null);
    } catch {
      setFailure('load');
    }
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={15} aria-hidden />}
        disabled={text === null}
        onClick={() => void save()}
      >
        {t('file.save')}
      </Button>
      {onLoad !== undefined && (
        <FileButton
          accept="application/json,.json"
          resetRef={reset}
          inputProps={{ 'aria-label': t('file.load') }}
          onChange={(file) => void load(file)}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={15} aria-hidden />}>
              {t('file.load')}
            </Button>
          )}
        </FileButton>
      )}
      {failure !== null && <span role="alert">{t(`file.failed.${failure}`)}</span>}
    </>
  );
}
