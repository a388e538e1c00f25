import type { Excuse, Ticket } from '#shared/domain/ticket.ts';
import { completenessOf } from '#shared/sla/completeness.ts';
import { evaluate, type TargetStatus } from '#shared/sla/evaluate.ts';
import { explain } from '#shared/sla/explain.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { stepsOf } from '#shared/sla/steps.ts';
import { useReference } from '../data/react.ts';
import everywhere from '../i18n/id/everywhere.ts';
import print from '../i18n/id/print.ts';
import ticketWords from '../i18n/id/ticket.ts';
import { judgedBy } from '../ui/explanation/judged-by.ts';
import { saySla } from '../ui/sla-tone.ts';
import { ExplanationTable } from './explanation-table.tsx';
import classes from './paper.module.css';
import { fill, type PaperWords } from './paper-words.ts';
import { Chapter } from './sheet.tsx';

interface TargetTablesProps {
  readonly ticket: Ticket;
  readonly words: PaperWords;
  /** UTC ms. */
  readonly now: number;
}

const text = print.ticket;

/** Milestones, targets with what is said of late ones, and how every single deadline was computed. */
export function TargetTables({ ticket, words, now }: TargetTablesProps) {
  const reference = useReference();
  const policy = reference.policyOf(ticket);
  if (policy === undefined)
    return (
      <>
        <Chapter>{text.targets}</Chapter>
        <p className={classes.text}>{fill(ticketWords.sla.noPolicy, { policy: ticket.policy.name })}</p>
      </>
    );
  const { metrics } = evaluate(policy, ticket, now);
  const limit = completenessOf(policy, ticket);
  return (
    <>
      <Steps ticket={ticket} policy={policy} words={words} />
      <Chapter>{text.targets}</Chapter>
      <p className={classes.text}>
        {fill(ticketWords.sla.version, { title: policy.pack.title, version: policy.pack.version })}
        {limit !== null &&
          ` ${fill(ticketWords.sla.completeness, { time: words.date.long(limit.closesAt) })}`}
      </p>
      {metrics.length === 0 ? (
        <p className={classes.text}>{text.noTargets}</p>
      ) : (
        <Targets ticket={ticket} metrics={metrics} words={words} now={now} />
      )}
      {metrics.map(({ metric }) => {
        const explanation = explain(policy, ticket, metric, now);
        const judged = judgedBy(policy, ticket, metric, reference.calendars(), now);
        return explanation === null || judged === null ? null : (
          <ExplanationTable
            key={metric}
            explanation={explanation}
            judged={judged}
            words={words}
            opd={ticket.opd}
          />
        );
      })}
    </>
  );
}

interface StepsProps {
  readonly ticket: Ticket;
  readonly policy: CompiledPolicy;
  readonly words: PaperWords;
}

function Steps({ ticket, policy, words }: StepsProps) {
  const steps = stepsOf(policy, ticket.timeline);
  if (steps.length === 0) return null;
  return (
    <>
      <Chapter>{text.steps}</Chapter>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{text.step}</th>
            <th scope="col">{text.stepDone}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ step, title, doneAt }, at) => (
            <tr key={step}>
              <td>{`${at + 1}. ${title}`}</td>
              <td>{doneAt === null ? '–' : words.date.long(doneAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

interface TargetsProps extends TargetTablesProps {
  readonly metrics: readonly TargetStatus[];
}

function Targets({ ticket, metrics, words, now }: TargetsProps) {
  const { labels, date } = words;
  return (
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
          const excuse = ticket.excuses?.find(({ metric }) => metric === status.metric);
          return (
            <tr key={status.metric}>
              <th scope="row">{labels.metric(status.metric, ticket.policy)}</th>
              <td>{words.duration(status.durationMs)}</td>
              <td>{words.duration(status.elapsedMs)}</td>
              <td>{status.dueAt === null ? '–' : date.long(status.dueAt)}</td>
              <td>
                {fill(everywhere.sla[saying.word], { duration })}
                {status.state === 'breached' && excuse !== undefined && (
                  <p className={classes.small}>{excuseText(excuse, words)}</p>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What was said of a late target and who decided it; late stays printed beside it. */
function excuseText(excuse: Excuse, { date }: PaperWords): string {
  return fill(ticketWords.excuse[excuse.decision], {
    name: excuse.decision === 'pending' ? excuse.proposedByName : excuse.decidedByName,
    time: date.long(excuse.decidedAt ?? excuse.proposedAt),
    reason: excuse.reason,
    note: excuse.note,
  });
}
