import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useOlder, useTicket } from '../../data/react.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { OlderOffer } from '../../ui/older/older-offer.tsx';
import { paths } from '../../ui/paths.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { TicketBeside } from './ticket-beside.tsx';
import { TicketFull } from './ticket-full.tsx';

interface TicketDetailProps {
  readonly id: string;
  /** Over the whole middle, or beside the list. */
  readonly width: 'full' | 'beside';
}

/** One ticket, read from the device. */
export function TicketDetail({ id, width }: TicketDetailProps) {
  const { t } = useTranslation(['ticket', 'older']);
  const { since } = useOlder();
  const format = useOfficeFormat();
  const ticket = useTicket(id);
  // Reading a ticket takes a frame or two: a sentence would only flicker.
  if (ticket === undefined) return <div aria-busy="true" />;
  if (ticket === null)
    return (
      <Sentence
        isPage
        title={t('absent')}
        next={since === null ? t('absentNext') : t('older:ticketNext', { date: format.day(since) })}
      >
        {since !== null && <OlderOffer wanted={{ ticket: id }} label={t('older:loadTicket')} />}
        <Button component={Link} href={paths.tickets} variant="default">
          {t('back')}
        </Button>
      </Sentence>
    );
  return width === 'full' ? <TicketFull ticket={ticket} /> : <TicketBeside ticket={ticket} />;
}
