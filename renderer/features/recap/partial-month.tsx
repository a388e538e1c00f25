import { useTranslation } from 'react-i18next';
import { useDesk, useOlder } from '../../data/react.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { OlderOffer } from '../../ui/older/older-offer.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import type { RecapState } from './use-recap.ts';

interface PartialMonthProps {
  readonly state: Extract<RecapState, { kind: 'partial' }>;
  readonly monthName: string;
}

/** In place of a recap whose tickets are not all on this device: says so, and offers to load them. */
export function PartialMonth({ state: { from, to }, monthName }: PartialMonthProps) {
  const { t } = useTranslation('older');
  const { index } = useDesk();
  const { since } = useOlder();
  const format = useOfficeFormat();
  const title = t('recapTitle', { month: monthName });
  if (!index.complete || since === null) return <Sentence title={title} next={t('recapPulling')} />;
  return (
    <Sentence alert title={title} next={t('recapNext', { date: format.day(since) })}>
      <OlderOffer wanted={{ from: Math.max(0, from), to }} label={t('loadForRecap')} />
    </Sentence>
  );
}
