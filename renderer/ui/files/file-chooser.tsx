import { Button, Checkbox } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileEndings } from '#shared/files/attachment.ts';
import { useDesk } from '../../data/react.ts';
import { useFileFailure } from './file-words.ts';
import classes from './files.module.css';
import { type FileTrouble, type ReadFile, readFiles } from './read-files.ts';

const accepted = Object.values(fileEndings)
  .flat()
  .map((ending) => `.${ending}`)
  .join(',');

interface FileChooserProps {
  /** Takes the files, one after the other; tells those that could not be kept. */
  take(files: readonly ReadFile[]): Promise<readonly FileTrouble[]>;
  readonly children?: ReactNode;
}

/** Files by a button (on a phone: the camera), by dropping them here, or by pasting. */
export function FileChooser({ take, children }: FileChooserProps) {
  const { t } = useTranslation('files');
  const desk = useDesk();
  const say = useFileFailure();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isScaledDown, setScaledDown] = useState(true);
  const [isOver, setOver] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [troubles, setTroubles] = useState<readonly FileTrouble[]>([]);

  const add = async (chosen: readonly File[]) => {
    if (chosen.length === 0 || isBusy) return;
    setBusy(true);
    try {
      const read = await readFiles(chosen, desk.files, isScaledDown);
      setTroubles([...read.troubles, ...(await take(read.files))]);
    } finally {
      setBusy(false);
    }
  };
  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    void add(pasted);
  };
  return (
    // The area only listens; every way to it stands on the button, too.
    // biome-ignore lint/a11y/noStaticElementInteractions: drop and paste have the button as their keyboard way
    <div
      className={classes.drop}
      data-over={isOver}
      onPaste={onPaste}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        setOver(false);
        void add([...event.dataTransfer.files]);
      }}
    >
      {children}
      <div className={classes.tools}>
        <input
          ref={input}
          id={id}
          type="file"
          multiple
          accept={accepted}
          tabIndex={-1}
          aria-hidden
          className={classes.input}
          onChange={(event) => {
            const chosen = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void add(chosen);
          }}
        />
        <Button
          size="compact-xs"
          variant="default"
          loading={isBusy}
          leftSection={<IconPaperclip size={14} aria-hidden />}
          title={t('limits')}
          onClick={() => input.current?.click()}
        >
          {t('choose')}
        </Button>
        <Checkbox
          size="xs"
          label={t('scaleDown')}
          checked={isScaledDown}
          onChange={(event) => setScaledDown(event.currentTarget.checked)}
        />
      </div>
      {troubles.length > 0 && (
        <ul className={classes.failures} role="alert">
          {troubles.map(({ name, failure }) => (
            <li key={name}>{t('failed', { name, reason: say(failure) })}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
