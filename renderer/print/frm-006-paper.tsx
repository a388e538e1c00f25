import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { Frm006 } from '#shared/forms/frm-006.ts';
import { useReference } from '../data/react.ts';
import print from '../i18n/id/print.ts';
import { formNumber, paperOpd, placeAndDate, signerOf } from './paper-facts.ts';
import { fill, type PaperWords, usePaperWords } from './paper-words.ts';
import { Chapter, type FieldRow, FieldTable, Sheet } from './sheet.tsx';
import { Signatures } from './signatures.tsx';

interface Frm006PaperProps {
  readonly ticket: Ticket;
  readonly record: FormRecord;
  readonly data: Frm006;
  /** IANA name. */
  readonly timeZone: string;
}

const text = print.frm006;

function remainingText(ms: number | null, words: PaperWords): string {
  if (ms === null) return text.remainingNone;
  return ms < 0 ? fill(text.remainingLate, { duration: words.duration(ms) }) : words.duration(ms);
}

function firstPart(data: Frm006, words: PaperWords, ticket: Ticket): FieldRow[] {
  const { labels, date } = words;
  const person = (id: string | null, level: number) =>
    fill(id === null ? text.level : text.person, { name: id === null ? '' : labels.person(id), level });
  const team = data.toTeam === null ? '' : labels.team(data.toTeam);
  return [
    { label: text.from, value: person(data.from, data.fromLevel) },
    { label: text.to, value: [person(data.to, data.toLevel), team].filter((part) => part !== '').join(', ') },
    { label: text.escalatedAt, value: date.long(data.escalatedAt) },
    { label: text.category, value: labels.category(data.category) },
    { label: text.priority, value: labels.priority(data.priority, ticket.policy) },
    { label: text.remaining, value: remainingText(data.remainingMs, words) },
    { label: text.reason, value: data.reason, blankLines: 2 },
    { label: text.tried, value: data.tried, blankLines: 2 },
  ];
}

function secondPart(data: Frm006, { labels, date }: PaperWords): FieldRow[] {
  const accepted =
    data.acceptedAt === null
      ? ''
      : fill(text.acceptedBy, { time: date.long(data.acceptedAt), name: labels.person(data.acceptedBy) });
  const { answered } = data;
  return [
    { label: text.accepted, value: accepted },
    { label: text.investigation, value: answered?.investigation ?? '', blankLines: 2 },
    { label: text.cause, value: answered?.cause ?? '', blankLines: 1 },
    { label: text.solution, value: answered?.solution ?? '', blankLines: 2 },
    { label: text.finishedAt, value: answered === null ? '' : date.long(answered.finishedAt) },
  ];
}

/** FRM-006 Eskalasi on paper. An unanswered second part has room to be filled in by hand. */
export function Frm006Paper({ ticket, record, data, timeZone }: Frm006PaperProps) {
  const reference = useReference();
  const words = usePaperWords(ticket.policy, timeZone);
  const opd = paperOpd(reference, ticket.opd);
  const { returned } = data;
  const technician = reference.user(data.acceptedBy ?? data.to ?? '');
  const endedAt = data.answered?.finishedAt ?? returned?.at;
  return (
    <Sheet opd={opd} title={text.title} under={[formNumber(record)]}>
      <Chapter>{text.ticket}</Chapter>
      <FieldTable
        rows={[
          { label: text.ticketNumber, value: ticket.number },
          { label: text.heading, value: ticket.title },
          { label: text.client, value: ticket.client.name },
        ]}
      />
      <Chapter>{text.partOne}</Chapter>
      <FieldTable rows={firstPart(data, words, ticket)} />
      {returned === null ? (
        <>
          <Chapter>{text.partTwo}</Chapter>
          <FieldTable rows={secondPart(data, words)} />
        </>
      ) : (
        <>
          <Chapter>{text.partReturned}</Chapter>
          <FieldTable
            rows={[
              { label: text.returnedTo, value: words.labels.person(returned.to) },
              { label: text.returnReason, value: returned.reason },
              { label: text.returnedAt, value: words.date.long(returned.at) },
            ]}
          />
        </>
      )}
      <Signatures
        left={signerOf(
          reference.user(data.from),
          print.signature.officer,
          placeAndDate(opd, words.plainDay(data.escalatedAt)),
        )}
        right={signerOf(
          technician,
          print.signature.technician,
          endedAt === undefined ? '' : placeAndDate(opd, words.plainDay(endedAt)),
        )}
      />
    </Sheet>
  );
}
