import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OlderWanted } from '#shared/sync/older.ts';
import { useDesk, useOlder, useSyncStatus } from '../../data/react.ts';
import { useOfficeFormat } from '../office-format.ts';

interface OlderOfferProps {
  readonly wanted: OlderWanted;
  readonly label: string;
  /** Label where a search has found more than it brought; left out for what is no search. */
  readonly moreLabel?: string;
  /** Tickets came. */
  onFound?(): void;
}

type Outcome = Awaited<ReturnType<ReturnType<typeof useDesk>['older']['load']>>;

/** Offers to fetch older tickets from the server; says how far it is, what came of it, and that it needs the network. */
export function OlderOffer({ wanted, label, moreLabel, onFound }: OlderOfferProps) {
  const { t } = useTranslation('older');
  const { older } = useDesk();
  const { loading } = useOlder();
  const { online } = useSyncStatus();
  const format = useOfficeFormat();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const load = async () => {
    setOutcome(null);
    const result = await older.load(wanted);
    setOutcome(result);
    if (result.ok && result.value.found > 0) onFound?.();
  };
  if (loading !== null) {
    const { done, total } = loading;
    return (
      <Stack gap={4} w={320}>
        <Progress
          value={total === 0 ? 0 : (100 * done) / total}
          aria-label={t('loading')}
          transitionDuration={0}
        />
        <Text size="sm" role="status">
          {total === 0
            ? t('loading')
            : t('progress', { done: format.number(done), total: format.number(total) })}
        </Text>
      </Stack>
    );
  }
  const hasMore = outcome?.ok === true && outcome.value.more;
  return (
    <Stack gap={6} align="flex-start">
      <Group gap="xs">
        <Button variant="default" onClick={() => void load()}>
          {hasMore && moreLabel !== undefined ? moreLabel : label}
        </Button>
        {!online && outcome === null && (
          <Text size="sm" c="dimmed">
            {t('needsNetwork')}
          </Text>
        )}
      </Group>
      {outcome !== null && <OutcomeText outcome={outcome} />}
    </Stack>
  );
}

function OutcomeText({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation('older');
  const format = useOfficeFormat();
  if (!outcome.ok)
    return (
      <Text size="sm" c="red" role="alert">
        {t(`failed.${outcome.error}`)}
      </Text>
    );
  const { found, more } = outcome.value;
  const number = format.number(found);
  return (
    <Text size="sm" role="status">
      {found === 0 ? t('foundNone') : more ? t('foundMore', { number }) : t('found', { number })}
    </Text>
  );
}
