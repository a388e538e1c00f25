import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { Frm001 } from '#shared/forms/frm-001.ts';
import { useReference } from '../data/react.ts';
import print from '../i18n/id/print.ts';
import classes from './paper.module.css';
import { formNumber, paperOpd, placeAndDate, signerOf } from './paper-facts.ts';
import { usePaperWords } from './paper-words.ts';
import { Chapter, FieldTable, Sheet, TickBoxes } from './sheet.tsx';
import { Signatures } from './signatures.tsx';

interface Frm001PaperProps {
  readonly ticket: Ticket;
  readonly record: FormRecord;
  readonly data: Frm001;
  /** IANA name. */
  readonly timeZone: string;
}

const levels = ['high', 'medium', 'low'] as const;

/** FRM-001 Pelaporan on paper, signed by the reporter and the officer who took the report. */
export function Frm001Paper({ ticket, record, data, timeZone }: Frm001PaperProps) {
  const reference = useReference();
  const words = usePaperWords(ticket.policy, timeZone);
  const { labels } = words;
  const text = print.frm001;
  const opd = paperOpd(reference, ticket.opd);
  const place = placeAndDate(opd, words.plainDay(record.createdAt));
  const levelBoxes = levels.map((value) => ({ value, label: labels.level(value, ticket.policy) }));
  return (
    <Sheet opd={opd} title={text.title} under={[formNumber(record)]}>
      <Chapter>{text.reporter}</Chapter>
      <FieldTable
        rows={[
          { label: text.reportedAt, value: words.date.long(data.reportedAt) },
          { label: text.name, value: data.client.name },
          { label: text.opd, value: data.client.opd },
          { label: text.position, value: data.client.position },
          { label: text.phone, value: data.client.phone },
          { label: text.email, value: data.client.email },
          { label: text.method, value: labels.channel(data.method) },
          { label: text.confirmation, value: labels.channel(data.confirmation) },
        ]}
      />
      <Chapter>{text.report}</Chapter>
      <FieldTable
        rows={[
          { label: text.kind, value: labels.kind(data.kind) },
          { label: text.category, value: labels.category(data.category) },
          { label: text.heading, value: data.title },
          { label: text.symptoms, value: data.symptoms, blankLines: 4 },
          { label: text.affected, value: data.affected },
          { label: text.urgency, value: <TickBoxes options={levelBoxes} chosen={data.urgency} /> },
          { label: text.impact, value: <TickBoxes options={levelBoxes} chosen={data.impact} /> },
          { label: text.attachments, value: data.attachments },
        ]}
      />
      <p className={classes.text}>
        <TickBoxes options={[{ value: 'yes', label: text.consent }]} chosen={data.consent ? 'yes' : null} />
      </p>
      <Signatures
        left={{ place: '', role: print.signature.reporter, name: data.client.name, nip: '' }}
        right={signerOf(reference.user(record.createdBy), print.signature.officer, place)}
      />
    </Sheet>
  );
}
