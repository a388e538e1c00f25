import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { paths } from '../ui/paths.ts';
import { Sentence } from '../ui/sentence.tsx';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation('everywhere');
  return (
    <Sentence isPage title={t('notFound')} next={t('notFoundNext')}>
      <Button component={Link} href={paths.tickets}>
        {t('toTickets')}
      </Button>
    </Sentence>
  );
}
