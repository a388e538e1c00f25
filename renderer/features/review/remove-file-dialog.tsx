import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewItem } from '../../data/contract.ts';
import { useDesk } from '../../data/react.ts';
import { useFailureSentence } from '../../ui/refusal-text.tsx';

interface RemoveFileDialogProps {
  readonly item: ReviewItem;
  onClose(): void;
}

/** Takes a file that could not be kept off the ticket; the history says why. */
export function RemoveFileDialog({ item, onClose }: RemoveFileDialogProps) {
  const { t } = useTranslation(['review', 'files', 'everywhere']);
  const { review } = useDesk();
  const sentence = useFailureSentence();
  const [reason, setReason] = useState(t('review:removeReason'));
  const [failure, setFailure] = useState<string | null>(null);
  const { file, ticketId } = item;
  if (file === undefined) return null;
  const { attachmentId, name } = file;
  const isMissing = reason.trim() === '';
  const remove = async () => {
    if (isMissing) return;
    const done = await review.settle(item.id, 'attachment.remove', { id: ticketId, attachmentId, reason });
    if (!done.ok) setFailure(sentence(done.error));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('files:remove.title', { name })}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      <Stack gap="sm">
        <Text size="sm">{t('files:remove.explain')}</Text>
        {failure !== null && (
          <Alert color="red" variant="outline" role="alert">
            {failure}
          </Alert>
        )}
        <Textarea
          label={t('files:remove.reason')}
          withAsterisk
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2_000}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={isMissing ? t('everywhere:needsText') : null}
        />
        <Group justify="flex-end" gap={6}>
          <Button variant="default" onClick={onClose}>
            {t('everywhere:cancel')}
          </Button>
          <Button onClick={() => void remove()}>{t('files:remove.submit')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
