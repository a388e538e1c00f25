import { Button, Group, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TicketQuery } from '../../data/contract.ts';
import { useDesk, useOlder, useSyncStatus } from '../../data/react.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { OlderOffer } from '../../ui/older/older-offer.tsx';
import { paths } from '../../ui/paths.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { isNarrowed } from './list-query.ts';

interface ListPlaceholderProps {
  readonly query: TicketQuery;
  onWiden(): void;
  /** A search on the server has brought tickets. */
  onFound(): void;
}

/** What stands in place of the rows when there are none: why, and the next step. */
export function ListPlaceholder({ query, onWiden, onFound }: ListPlaceholderProps) {
  const { t } = useTranslation(['tickets', 'older']);
  const { index, sync } = useDesk();
  const status = useSyncStatus();
  const format = useOfficeFormat();
  const { since } = useOlder();

  if (query.text !== '' && since !== null && index.complete)
    return (
      <Sentence title={t('older:searchTitle')} next={t('older:searchNext', { date: format.day(since) })}>
        <OlderOffer
          key={query.text}
          wanted={{ text: query.text.slice(0, 200) }}
          label={t('older:search')}
          moreLabel={t('older:searchMore')}
          onFound={onFound}
        />
        <Button variant="subtle" onClick={onWiden}>
          {t('filter.clear')}
        </Button>
      </Sentence>
    );
  if (isNarrowed(query) && index.size > 0)
    return (
      <Sentence title={t('empty.noMatch')} next={t('empty.noMatchNext')}>
        <Button variant="default" onClick={onWiden}>
          {t('filter.clear')}
        </Button>
      </Sentence>
    );
  if (status.phase === 'first_pull' && index.size === 0) {
    const { done = 0, total = 0 } = status.progress ?? {};
    return (
      <Sentence title={t('empty.firstPull')} next={t('empty.firstPullNext')}>
        <Progress
          w={320}
          value={total === 0 ? 0 : (100 * done) / total}
          aria-label={t('empty.firstPull')}
          transitionDuration={0}
        />
        {total > 0 && t('empty.progress', { done: format.number(done), total: format.number(total) })}
      </Sentence>
    );
  }
  if (!index.complete) return <Sentence title={t('empty.loading')} />;
  if (index.size === 0 && status.lastSyncAt === null)
    return (
      <Sentence title={t('empty.nothingYet')} next={t('empty.nothingYetNext')}>
        <Button variant="default" onClick={() => sync.syncNow()}>
          {t('empty.syncNow')}
        </Button>
      </Sentence>
    );
  return (
    <Sentence title={t(`empty.${query.saved}`)} next={t('empty.next')}>
      <Group gap="xs">
        <Button component={Link} href={paths.newTicket} variant="default">
          {t('empty.newTicket')}
        </Button>
      </Group>
    </Sentence>
  );
}
