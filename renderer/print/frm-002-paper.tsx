import { category } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { Frm002 } from '#shared/forms/frm-002.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import { useReference } from '../data/react.ts';
import print from '../i18n/id/print.ts';
import {
  type AskedFacts,
  type AskedName,
  askedNames,
  factChoices,
  factsOf,
  isChoice,
} from '../ui/facts/asked-facts.ts';
import type { Labels } from '../ui/labels.ts';
import { formNumber, paperOpd, placeAndDate, signerOf } from './paper-facts.ts';
import { fill, usePaperWords } from './paper-words.ts';
import { Chapter, FieldTable, Sheet, TickBoxes } from './sheet.tsx';
import { Signatures } from './signatures.tsx';

interface Frm002PaperProps {
  readonly ticket: Ticket;
  readonly record: FormRecord;
  readonly data: Frm002;
  /** IANA name. */
  readonly timeZone: string;
}

/**
 * FRM-002 Pencatatan on paper: the source's fields in the source's order, then Magelang's additions. What the form itself
 * keeps is printed from the form; when the reporter confirmed and when it was closed, from the ticket.
 */
export function Frm002Paper({ ticket, record, data, timeZone }: Frm002PaperProps) {
  const reference = useReference();
  const words = usePaperWords(ticket.policy, timeZone);
  const { labels, date } = words;
  const text = print.frm002;
  const opd = paperOpd(reference, ticket.opd);
  const policy = reference.policyOf(ticket);
  // The form as filled in: its own facts, at the instant of the report.
  const chosen = factsOf({ ...data.facts, urgency: data.urgency, impact: data.impact });
  const facts = { ...ticket, ...chosen, timeline: [], earlier: [] };
  const targets = policy === undefined ? [] : evaluate(policy, facts, ticket.reportedAt).metrics;
  const priorities = Object.keys(policy?.pack.labels.priorities ?? { 1: '', 2: '', 3: '' })
    .map((value) => ({ value, label: labels.priority(Number(value), ticket.policy) }))
    .reverse();
  const statuses = (['new', 'in_progress', 'closed'] as const).map((value) => ({
    value,
    label: text.statuses[value],
  }));
  const place = placeAndDate(opd, words.plainDay(record.updatedAt));
  return (
    <Sheet opd={opd} title={text.title} under={[formNumber(record)]}>
      <Chapter>{text.registration}</Chapter>
      <FieldTable
        rows={[
          { label: text.ticketNumber, value: ticket.number },
          { label: text.opd, value: labels.opd(ticket.opd) },
          { label: text.channel, value: labels.channel(ticket.channel) },
          { label: text.reportedAt, value: date.long(ticket.reportedAt) },
          { label: text.registeredAt, value: date.long(ticket.registeredAt) },
          ...targets.map(({ metric, dueAt }) => ({
            label: fill(text.due, { metric: labels.metric(metric, ticket.policy) }),
            value: dueAt === null ? '–' : date.long(dueAt),
          })),
        ]}
      />
      <Chapter>{text.ticket}</Chapter>
      <FieldTable
        rows={[
          { label: text.heading, value: data.title },
          { label: text.client, value: clientLine(data.clientName, ticket) },
          { label: text.guestEmail, value: data.guestEmail },
          { label: text.assignee, value: data.assignee === null ? '' : labels.person(data.assignee) },
          {
            label: text.priority,
            value: (
              <TickBoxes
                options={priorities}
                chosen={data.priority === null ? null : String(data.priority)}
              />
            ),
          },
          ...askedNames(policy, ticket.kind).map((name) => ({
            label: labels.factName(name),
            value: <FactBoxes name={name} facts={chosen} labels={labels} policy={ticket.policy} />,
          })),
          { label: text.status, value: <TickBoxes options={statuses} chosen={data.status} /> },
          {
            label: text.category,
            value: (
              <TickBoxes
                options={category.options.map((value) => ({ value, label: labels.category(value) }))}
                chosen={data.category}
              />
            ),
          },
          { label: text.body, value: data.body, blankLines: 4 },
          { label: text.note, value: data.note, blankLines: 2 },
          { label: text.attachments, value: data.attachments },
        ]}
      />
      <Chapter>{text.handlingPart}</Chapter>
      <FieldTable
        rows={[
          { label: text.configurationItem, value: data.configurationItem },
          { label: text.technicalManager, value: data.technicalManager },
          { label: text.handling, value: data.handling, blankLines: 3 },
          { label: text.cause, value: data.cause, blankLines: 2 },
          {
            label: text.confirmedAt,
            value: ticket.confirmedAt === null ? '' : date.long(ticket.confirmedAt),
          },
          { label: text.closedAt, value: ticket.closedAt === null ? '' : date.long(ticket.closedAt) },
        ]}
      />
      <Signatures
        left={{ place: '', role: print.signature.reporter, name: data.clientName, nip: '' }}
        right={signerOf(reference.user(record.createdBy), print.signature.officer, place)}
      />
    </Sheet>
  );
}

interface FactBoxesProps {
  readonly name: AskedName;
  readonly facts: AskedFacts;
  readonly labels: Labels;
  readonly policy: Ticket['policy'];
}

/** What the office's pack asks for, with the choice crossed. */
function FactBoxes({ name, facts, labels, policy }: FactBoxesProps) {
  const values: readonly AskedFacts[AskedName][] = isChoice(name) ? factChoices[name] : [true, false];
  const options = values.map((value) => ({
    value: String(value),
    label: labels.fact(name, value, policy),
  }));
  const chosen = facts[name];
  return <TickBoxes options={options} chosen={chosen === null ? null : String(chosen)} />;
}

function clientLine(name: string, ticket: Ticket): string {
  const { position, opd, phone, email } = ticket.client;
  return [name, position, opd, phone, email].filter((part) => part !== '').join(', ');
}
