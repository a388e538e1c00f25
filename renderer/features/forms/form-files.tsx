import { ActionIcon, Alert } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { err } from '#shared/domain/result.ts';
import { maxFilesPerTicket } from '#shared/files/attachment.ts';
import type { DeskStore } from '../../data/contract.ts';
import { storageFailureOf } from '../../data/local/storage-failure.ts';
import { type Draft, useDraft } from '../../data/use-draft.ts';
import { FileChooser } from '../../ui/files/file-chooser.tsx';
import { formatBytes, useFileFailure } from '../../ui/files/file-words.ts';
import type { FileTrouble, ReadFile } from '../../ui/files/read-files.ts';
import classes from './forms.module.css';

const none: readonly ReadFile[] = [];

/** Files chosen on a form that is not saved yet; kept on the device like everything else that is typed. */
export interface FormFiles {
  readonly chosen: readonly ReadFile[];
  set(chosen: readonly ReadFile[]): void;
  clear(): Promise<void>;
}

/** What an earlier run of the app left under the key. */
function isReadFile(value: unknown): value is ReadFile {
  const { name, bytes } = (value ?? {}) as Partial<ReadFile>;
  return typeof name === 'string' && bytes instanceof Uint8Array;
}

export function useFormFiles(draftKey: string): FormFiles {
  const draft: Draft<readonly ReadFile[]> = useDraft(`${draftKey}:files`, none);
  const { value, set, clear } = draft;
  return { chosen: Array.isArray(value) ? value.filter(isReadFile) : none, set, clear };
}

/** The form with its files: thrown away together, and asked about before either is. */
export function withFiles<F extends { readonly isTyped: boolean; discard(): Promise<void> }>(
  form: F,
  files: FormFiles,
): F {
  return {
    ...form,
    isTyped: form.isTyped || files.chosen.length > 0,
    async discard() {
      await form.discard();
      await files.clear();
    },
  };
}

/** Attaches what was chosen to the ticket that was just recorded; returns what could not be kept. Never throws. */
export async function attachChosen(
  desk: Pick<DeskStore, 'files'>,
  files: FormFiles,
  ticketId: string,
  formId: string,
): Promise<readonly FileTrouble[]> {
  const troubles: FileTrouble[] = [];
  for (const { name, bytes } of files.chosen) {
    const added = await desk.files
      .add(ticketId, { name, bytes, formId })
      .catch((error: unknown) => err(storageFailureOf(error)));
    if (!added.ok) troubles.push({ name, failure: added.error });
  }
  await files.clear().catch(() => undefined);
  return troubles;
}

/** The name, or with a number where another file of the form has it: pasted pictures are all called alike. */
function freeName(name: string, taken: readonly ReadFile[]): string {
  const dot = name.lastIndexOf('.');
  let free = name;
  for (let count = 2; taken.some((other) => other.name === free); count += 1)
    free = `${name.slice(0, dot)} (${count})${name.slice(dot)}`;
  return free;
}

/** "Lampirkan File": files that go with the form. */
export function FormFilesField({ files }: { readonly files: FormFiles }) {
  const { t } = useTranslation('files');
  const { chosen } = files;
  const take = async (read: readonly ReadFile[]): Promise<readonly FileTrouble[]> => {
    const room = maxFilesPerTicket - chosen.length;
    const next = [...chosen];
    for (const file of read.slice(0, room)) next.push({ ...file, name: freeName(file.name, next) });
    if (next.length > chosen.length) files.set(next);
    return read.slice(room).map(({ name }) => ({ name, failure: { kind: 'file', cause: 'full' } }));
  };
  return (
    <FileChooser take={take}>
      {chosen.length > 0 && (
        <ul className={classes.files} aria-label={t('title')}>
          {chosen.map(({ name, bytes }) => (
            <li key={name}>
              <span>
                {name} · {formatBytes(bytes.length)}
              </span>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="xs"
                aria-label={t('drop', { name })}
                title={t('drop', { name })}
                onClick={() => files.set(chosen.filter((other) => other.name !== name))}
              >
                <IconX size={13} aria-hidden />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
    </FileChooser>
  );
}

/** Tells on the panel of a saved form which files could not be kept. */
export function FilesNotKept({ troubles }: { readonly troubles: readonly FileTrouble[] }) {
  const { t } = useTranslation('files');
  const say = useFileFailure();
  if (troubles.length === 0) return null;
  return (
    <Alert color="red" variant="light" role="alert" title={t('notKept')}>
      <ul className={classes.files}>
        {troubles.map(({ name, failure }) => (
          <li key={name}>{t('failed', { name, reason: say(failure) })}</li>
        ))}
      </ul>
    </Alert>
  );
}
