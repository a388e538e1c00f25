import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk, useReference } from '../data/react.ts';
import print from '../i18n/id/print.ts';
import { askedNames, factsOf } from '../ui/facts/asked-facts.ts';
import { JournalTable } from './journal-table.tsx';
import { paperOpd, placeAndDate, signerOf } from './paper-facts.ts';
import { fill, usePaperWords } from './paper-words.ts';
import { Chapter, FieldTable, Sheet } from './sheet.tsx';
import { Signatures } from './signatures.tsx';
import { TargetTables } from './target-tables.tsx';

interface TicketPaperProps {
  readonly ticket: Ticket;
  readonly journal: readonly JournalEntry[];
  /** IANA name. */
  readonly timeZone: string;
  /** UTC ms: the deadlines are told as of this instant. */
  readonly now: number;
}

const text = print.ticket;

/** The whole ticket on paper: facts, deadlines with how they were computed, and its journal. */
export function TicketPaper({ ticket, journal, timeZone, now }: TicketPaperProps) {
  const { me } = useDesk();
  const reference = useReference();
  const words = usePaperWords(ticket.policy, timeZone);
  const { labels, date } = words;
  const opd = paperOpd(reference, ticket.opd);
  const facts = factsOf(ticket);
  return (
    <Sheet
      opd={opd}
      title={text.title}
      under={[fill(print.number, { number: ticket.number }), fill(text.printedAt, { time: date.long(now) })]}
    >
      <Chapter>{text.identity}</Chapter>
      <FieldTable
        rows={[
          { label: print.frm002.heading, value: ticket.title },
          { label: text.kind, value: labels.kind(ticket.kind) },
          { label: print.frm002.category, value: labels.category(ticket.category) },
          { label: text.service, value: ticket.serviceItem === '' ? '–' : ticket.serviceItem },
          { label: text.state, value: labels.state(ticket.state, ticket.policy) },
          { label: print.frm002.priority, value: labels.priority(ticket.priority, ticket.policy) },
          ...askedNames(reference.policyOf(ticket), ticket.kind).map((name) => ({
            label: labels.factName(name),
            value: labels.fact(name, facts[name], ticket.policy),
          })),
          { label: print.frm002.client, value: clientLine(ticket) },
          { label: print.frm002.channel, value: labels.channel(ticket.channel) },
          { label: text.officer, value: labels.person(ticket.assignee) },
          { label: print.frm002.reportedAt, value: date.long(ticket.reportedAt) },
          { label: print.frm002.registeredAt, value: date.long(ticket.registeredAt) },
          { label: text.description, value: ticket.description, blankLines: 2 },
          { label: text.cause, value: ticket.cause, blankLines: 2 },
          { label: text.solution, value: ticket.solution, blankLines: 2 },
        ]}
      />
      <TargetTables ticket={ticket} words={words} now={now} />
      <Chapter>{text.journal}</Chapter>
      <JournalTable journal={journal} ticket={ticket} words={words} now={now} />
      <Signatures
        left={null}
        right={signerOf(
          reference.user(me.id) ?? me,
          labels.role(me.role),
          placeAndDate(opd, words.plainDay(now)),
        )}
      />
    </Sheet>
  );
}

function clientLine({ client }: Ticket): string {
  return [client.name, client.position, client.opd, client.phone, client.email]
    .filter((part) => part !== '')
    .join(', ');
}
