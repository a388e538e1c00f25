import './paper.css';
import { Button, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useDesk, useForms, useJournal, useReference, useTicket } from '../data/react.ts';
import { platform } from '../platform/platform.ts';
import { Frm001Paper } from './frm-001-paper.tsx';
import { Frm002Paper } from './frm-002-paper.tsx';
import { Frm006Paper } from './frm-006-paper.tsx';
import classes from './paper.module.css';
import { type PaperAddress, readPaperAddress } from './paper-address.ts';
import { RecapSheet } from './recap-sheet.tsx';
import { TicketPaper } from './ticket-paper.tsx';

/** A paper by its address, with a bar above it that is not printed. */
export default function PrintPage() {
  const { t } = useTranslation('print');
  const [path] = useLocation();
  const address = readPaperAddress(path);
  if (address === null) return <Desk name="cetak">{<Message text={t('bar.absentPaper')} />}</Desk>;
  if (address.paper === 'recap') {
    const name = ['rekap', address.month, address.opd].filter(Boolean).join('-');
    return (
      <Desk name={name}>
        <RecapSheet month={address.month} opd={address.opd} />
      </Desk>
    );
  }
  return <TicketPapers address={address} />;
}

type TicketAddress = Exclude<PaperAddress, { readonly paper: 'recap' }>;

function TicketPapers({ address }: { readonly address: TicketAddress }) {
  const { t } = useTranslation('print');
  const ticket = useTicket(address.ticketId);
  if (ticket === undefined) return <Desk name="cetak">{<Message text={t('bar.loading')} />}</Desk>;
  if (ticket === null) return <Desk name="cetak">{<Message text={t('bar.absentTicket')} />}</Desk>;
  return (
    <Desk name={`${address.paper === 'ticket' ? 'tiket' : address.paper}-${ticket.number}`}>
      <TicketSheet address={address} />
    </Desk>
  );
}

function TicketSheet({ address }: { readonly address: TicketAddress }) {
  const { t } = useTranslation('print');
  const desk = useDesk();
  const reference = useReference();
  const ticket = useTicket(address.ticketId);
  const forms = useForms(address.ticketId);
  const journal = useJournal(address.ticketId);
  const [now] = useState(() => desk.now());
  if (!ticket || forms === undefined || journal === undefined) return <Message text={t('bar.loading')} />;
  const policy = reference.policyOf(ticket) ?? reference.policy(ticket.policy.name);
  const timeZone = policy?.pack.timeZone ?? 'Asia/Jakarta';
  if (address.paper === 'ticket')
    return <TicketPaper ticket={ticket} journal={journal} timeZone={timeZone} now={now} />;
  const wanted = address.paper.toUpperCase();
  const records = forms
    .filter(({ code }) => code === wanted)
    .sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id));
  const record = records[address.paper === 'frm-006' ? address.order - 1 : 0];
  if (record === undefined) return <Message text={t('bar.absentForm')} />;
  const shared = { ticket, record, timeZone };
  switch (record.data.code) {
    case 'FRM-001':
      return <Frm001Paper {...shared} data={record.data} />;
    case 'FRM-002':
      return <Frm002Paper {...shared} data={record.data} />;
    case 'FRM-006':
      return <Frm006Paper {...shared} data={record.data} />;
  }
}

function Message({ text }: { readonly text: string }) {
  return (
    <p className={classes.message} aria-live="polite">
      {text}
    </p>
  );
}

/** The paper on a desk; `name` is the PDF's name without its ending. */
function Desk({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  const { t } = useTranslation('print');
  const [hasFailed, setFailed] = useState(false);
  const print = async () => setFailed(!(await platform.print({ from: 'window' })).ok);
  const savePdf = async () => setFailed(!(await platform.printPdf({ from: 'window' }, `${name}.pdf`)).ok);
  return (
    <main className={classes.desk}>
      <div className={classes.bar}>
        <Button autoFocus onClick={() => void print()}>
          {t('bar.print')}
        </Button>
        <Button variant="default" onClick={() => void savePdf()}>
          {t('bar.pdf')}
        </Button>
        {hasFailed && (
          <Text size="sm" c="red" role="alert">
            {t('bar.failed')}
          </Text>
        )}
        <Button variant="default" onClick={() => window.history.back()}>
          {t('bar.back')}
        </Button>
      </div>
      {children}
    </main>
  );
}
