import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import { explain } from '#shared/sla/explain.ts';
import { useDesk, useReference } from '../data/react.ts';
import everywhere from '../i18n/id/everywhere.ts';
import print from '../i18n/id/print.ts';
import { saySla } from '../ui/sla-tone.ts';
import { ExplanationTable } from './explanation-table.tsx';
import { JournalTable } from './journal-table.tsx';
import classes from './paper.module.css';
import { paperOpd, placeAndDate, signerOf } from './paper-facts.ts';
import { fill, type PaperWords, usePaperWords } from './paper-words.ts';
import { Chapter, FieldTable, Sheet } from './sheet.tsx';
import { Signatures } from './signatures.tsx';

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
  const level = (value: Ticket['urgency']) => (value === null ? '–' : labels.level(value, ticket.policy));
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
          { label: text.levels, value: `${level(ticket.urgency)} / ${level(ticket.impact)}` },
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
      <Targets ticket={ticket} words={words} now={now} />
      <Chapter>{text.journal}</Chapter>
      <JournalTable journal={journal} ticket={ticket} words={words} />
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

function Targets({
  ticket,
  words,
  now,
}: {
  readonly ticket: Ticket;
  readonly words: PaperWords;
  readonly now: number;
}) {
  const reference = useReference();
  const { labels, date } = words;
  const policy =
    reference.policy(ticket.policy.name, ticket.policy.version) ?? reference.policy(ticket.policy.name);
  const metrics = policy === undefined ? [] : evaluate(policy, ticket, now).metrics;
  const explanations =
    policy === undefined ? [] : metrics.map(({ metric }) => explain(policy, ticket, metric, now));
  return (
    <>
      <Chapter>{text.targets}</Chapter>
      {metrics.length === 0 ? (
        <p className={classes.text}>{text.noTargets}</p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{text.metric}</th>
              <th scope="col">{text.allowed}</th>
              <th scope="col">{text.elapsed}</th>
              <th scope="col">{text.dueAt}</th>
              <th scope="col">{fill(text.outcome, { time: date.short(now) })}</th>
            </tr>
          </thead>
          <tbody>
            {metrics.map((status) => {
              const saying = saySla(status);
              const duration = 'ms' in saying ? words.duration(saying.ms) : '';
              return (
                <tr key={status.metric}>
                  <th scope="row">{labels.metric(status.metric)}</th>
                  <td>{words.duration(status.durationMs)}</td>
                  <td>{words.duration(status.elapsedMs)}</td>
                  <td>{status.dueAt === null ? '–' : date.long(status.dueAt)}</td>
                  <td>{fill(everywhere.sla[saying.word], { duration })}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {explanations.map(
        (explanation) =>
          explanation !== null && (
            <ExplanationTable key={explanation.metric} explanation={explanation} words={words} />
          ),
      )}
    </>
  );
}
