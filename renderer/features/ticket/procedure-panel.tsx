import { Button } from '@mantine/core';
import { IconCheck, IconChevronRight, IconCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { nextStep, type StepProgress, stepsOf } from '#shared/sla/steps.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { SlaChip } from '../../ui/sla-chip.tsx';
import { mayCorrect } from '../../ui/ticket-actions/available-actions.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import panelClasses from './panel.module.css';
import { Panel } from './panel.tsx';
import classes from './sop-panel.module.css';
import { SopPanel } from './sop-panel.tsx';
import { useTargets } from './use-targets.ts';

/** The steps of the pack's own procedure; of incident handling (SOP-Dinkominfo-001) where the pack has none. */
export function ProcedurePanel({ ticket }: { readonly ticket: Ticket }) {
  const policy = useReference().policyOf(ticket);
  return policy === undefined || policy.pack.steps.length === 0 ? (
    <SopPanel ticket={ticket} />
  ) : (
    <Milestones ticket={ticket} policy={policy} />
  );
}

/** The metric whose clock a milestone ends: by its name, or by the move it stands for. */
function metricOf({ metric, on }: StepProgress, { pack }: CompiledPolicy): string | null {
  if (metric !== null) return metric;
  const stop = on === 'resolve' ? 'resolved' : on === 'close' ? 'closed' : null;
  return pack.targets.find((target) => target.stop === stop)?.metric ?? null;
}

interface MilestonesProps {
  readonly ticket: Ticket;
  readonly policy: CompiledPolicy;
}

/** Milestones of a pack (Jawa Barat: seven steps of request fulfilment): what is done, what is next and due when. */
function Milestones({ ticket, policy }: MilestonesProps) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const { metrics } = useTargets(ticket);
  const { run, failure } = useAct();
  const steps = stepsOf(policy, ticket.timeline);
  const next = ticket.state === 'closed' || ticket.state === 'cancelled' ? null : nextStep(steps);
  const done = steps.filter(({ doneAt }) => doneAt !== null).length;
  const mayTick = mayCorrect(ticket, me.role);
  return (
    <Panel
      title={t('section.procedure')}
      side={<span className={classes.summary}>{t('procedure.summary', { done, total: steps.length })}</span>}
    >
      <ol className={classes.steps} aria-label={t('procedure.label')}>
        {steps.map((step, at) => (
          <Milestone
            key={step.step}
            step={step}
            order={at + 1}
            isNext={step.step === next?.step}
            status={metrics.find(({ metric }) => metric === metricOf(step, policy)) ?? null}
            opd={ticket.opd}
            onMark={
              mayTick && step.on === 'hand' && step.doneAt === null
                ? () => void run('ticket.step', { id: ticket.id, step: step.step })
                : null
            }
          />
        ))}
      </ol>
      {failure !== null && (
        <p role="alert" className={panelClasses.failure}>
          {failure}
        </p>
      )}
    </Panel>
  );
}

interface MilestoneProps {
  readonly step: StepProgress;
  readonly order: number;
  readonly isNext: boolean;
  readonly status: TargetStatus | null;
  readonly opd: string;
  readonly onMark: (() => void) | null;
}

function Milestone({ step, order, isNext, status, opd, onMark }: MilestoneProps) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat(opd);
  const state = step.doneAt !== null ? 'done' : isNext ? 'next' : 'open';
  const Icon = state === 'done' ? IconCheck : isNext ? IconChevronRight : IconCircle;
  const isLate = status?.state === 'breached';
  return (
    <li className={classes.step} data-state={state} aria-current={isNext ? 'step' : undefined}>
      <Icon size={15} stroke={2} aria-hidden className={classes.icon} />
      <span className={classes.name}>
        <span className={classes.number}>{order}.</span> {step.title}
        {state !== 'done' && <span className={classes.hidden}> ({t(`procedure.${state}`)})</span>}
      </span>
      <span className={classes.time}>
        {step.doneAt !== null && t('procedure.done', { time: format.short(step.doneAt) })}
      </span>
      {status !== null && (isNext || isLate) && (
        <span className={classes.target}>
          <SlaChip status={status} />
          {step.doneAt === null && status.dueAt !== null && (
            <span>{t('procedure.due', { time: format.short(status.dueAt) })}</span>
          )}
        </span>
      )}
      {onMark !== null && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={onMark}
          aria-label={`${t('procedure.mark')}: ${step.title}`}
        >
          {t('procedure.mark')}
        </Button>
      )}
    </li>
  );
}
