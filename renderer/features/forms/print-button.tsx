import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Leads to the paper of what is on screen. */
export function PrintButton({ onPress }: { readonly onPress: () => void }) {
  const { t } = useTranslation('forms');
  return (
    <Button variant="default" leftSection={<IconPrinter size={15} aria-hidden />} onClick={onPress}>
      {t('print')}
    </Button>
  );
}
