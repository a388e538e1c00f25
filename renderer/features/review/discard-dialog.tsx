import { Button, Group, Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReviewItem } from '../../data/contract.ts';
import { useDesk } from '../../data/react.ts';

interface DiscardDialogProps {
  readonly item: ReviewItem;
  onClose(): void;
}

/** Asked a second time: what is let go here cannot be brought back. */
export function DiscardDialog({ item, onClose }: DiscardDialogProps) {
  const { t } = useTranslation(['review', 'everywhere']);
  const { review } = useDesk();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(item.type === 'file' ? 'review:dismissTitle' : 'review:discardTitle')}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      <Text size="sm" mb="md">
        {t(`review:discardBody.${item.type}`)}
      </Text>
      <Group justify="flex-end" gap={6}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('everywhere:cancel')}
        </Button>
        <Button onClick={() => void review.discard(item.id)}>
          {t(item.type === 'file' ? 'review:dismissYes' : 'review:discardYes')}
        </Button>
      </Group>
    </Modal>
  );
}
