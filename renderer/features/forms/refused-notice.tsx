import { Alert, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RefusalText } from '../../ui/refusal-text.tsx';
import classes from './forms.module.css';
import type { RefusedRegistration } from './refused-registration.ts';

/** Above the form of a refused registration: why it was refused. */
export function RefusedNotice({ refused }: { readonly refused: RefusedRegistration<unknown> | undefined }) {
  const { t } = useTranslation('forms');
  if (refused?.refusal == null) return null;
  return (
    <Alert className={classes.notice} color="yellow" variant="outline" role="note">
      <Text size="sm">
        <strong>{t('refusedWhy')}.</strong> <RefusalText refusal={refused.refusal} />
      </Text>
    </Alert>
  );
}
