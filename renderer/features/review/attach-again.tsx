import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mutations } from '#shared/mutations/registry.ts';
import type { ReviewItem } from '../../data/contract.ts';
import type { NewFile } from '../../data/files/contract.ts';
import { useDesk } from '../../data/react.ts';
import { FileChooser } from '../../ui/files/file-chooser.tsx';
import { useFileFailure } from '../../ui/files/file-words.ts';
import type { FileTrouble, ReadFile } from '../../ui/files/read-files.ts';
import classes from './review-page.module.css';

interface AttachAgainProps {
  readonly item: ReviewItem;
  onClose(): void;
}

/** Another file in the place of the refused one; or the same anew, where this device still has it and it was not at fault. */
export function AttachAgain({ item, onClose }: AttachAgainProps) {
  const { t } = useTranslation(['review', 'everywhere']);
  const { review, files } = useDesk();
  const say = useFileFailure();
  const [failure, setFailure] = useState<string | null>(null);
  const same = useSameFile(item);
  const attach = (file: NewFile) => review.attach(item.id, file, t('review:removeReason'));
  /** The first takes the place of the refused one, the others come beside it. */
  const take = async (chosen: readonly ReadFile[]): Promise<readonly FileTrouble[]> => {
    const troubles: FileTrouble[] = [];
    for (const [at, file] of chosen.entries()) {
      const attached = at === 0 ? await attach(file) : await files.add(item.ticketId, file);
      if (!attached.ok) troubles.push({ name: file.name, failure: attached.error });
    }
    return troubles;
  };
  const again = async () => {
    if (same === null) return;
    const attached = await attach(same);
    if (!attached.ok) setFailure(say(attached.error));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('review:attachTitle')}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t(same === null ? 'review:attachOther' : 'review:attachSame')}</Text>
        {failure !== null && (
          <p role="alert" className={classes.failure}>
            {failure}
          </p>
        )}
        <FileChooser take={take}>{null}</FileChooser>
        <Group justify="flex-end" gap={6}>
          <Button variant="default" onClick={onClose}>
            {t('everywhere:cancel')}
          </Button>
          {same !== null && (
            <Button onClick={() => void again()}>{t('review:attachAgain', { name: same.name })}</Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** The refused attachment itself, where its bytes are all here; a file whose content was refused would be refused again. */
function useSameFile({ mutation }: ReviewItem): NewFile | null {
  const { files } = useDesk();
  const [same, setSame] = useState<NewFile | null>(null);
  useEffect(() => {
    const parsed = mutations['attachment.add'].args.safeParse(mutation?.args);
    if (!parsed.success) return;
    let isCurrent = true;
    const { name, note, formId, sha256 } = parsed.data;
    files.bytes(sha256).then(
      (bytes) => {
        if (isCurrent && bytes !== undefined)
          setSame({ name, bytes, note: note ?? '', formId: formId ?? null });
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [files, mutation]);
  return same;
}
