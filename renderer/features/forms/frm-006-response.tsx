import { Anchor } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { err, ok } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { paths } from '../../ui/paths.ts';
import { AcceptEscalation } from './accept-escalation.tsx';
import { LongTextField } from './fields.tsx';
import { FormFrame } from './form-frame.tsx';
import classes from './forms.module.css';
import { HandOverFacts } from './frm-006-facts.tsx';
import {
  type AnswerValues,
  answerSchema,
  checkAnswer,
  checkReturn,
  type EscalationForm,
  type ReturnValues,
  returnSchema,
} from './frm-006-values.ts';
import { runPlan } from './plan.ts';
import { PrintButton } from './print-button.tsx';
import { printPaths } from './print-paths.ts';
import { useOfficialForm } from './use-official-form.ts';

interface ResponseProps {
  readonly ticket: Ticket;
  readonly escalation: EscalationForm;
  /** Place of this escalation among the ticket's, from 1. */
  readonly order: number;
  readonly onDone: (what: 'answered' | 'returned') => void;
}

/** Second part of FRM-006: the technician answers with the solution, or returns what was wrongly routed (steps 13, 14). */
export function EscalationResponse(props: ResponseProps) {
  const [isReturning, setReturning] = useState(false);
  return isReturning ? (
    <ReturnForm {...props} onSwitch={() => setReturning(false)} />
  ) : (
    <AnswerForm {...props} onSwitch={() => setReturning(true)} />
  );
}

type PartProps = ResponseProps & { readonly onSwitch: () => void };

const emptyAnswer: AnswerValues = { investigation: '', cause: '', solution: '' };

function AnswerForm(props: PartProps) {
  const { ticket, escalation, onDone, onSwitch } = props;
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const formId = escalation.record.id;
  const form = useOfficialForm({
    draftKey: `frm-006-answer:${formId}`,
    shape: answerSchema.shape,
    present: emptyAnswer,
    check: (values: AnswerValues) => checkAnswer(values, { id: ticket.id, formId }),
    async save(args) {
      const saved = await runPlan(desk, [{ name: 'escalation.answer', args }]);
      return saved.ok ? ok('answered' as const) : err(saved.error);
    },
    onDone,
  });
  return (
    <FormFrame
      title={t('frm006.of', { number: ticket.number })}
      form={form}
      backTo={paths.ticket(ticket.id)}
      saveLabel={t('frm006.answer')}
      actions={<PrintThis {...props} />}
    >
      <Sides {...props}>
        <AcceptEscalation ticket={ticket} escalation={escalation} />
        <LongTextField form={form} name="investigation" rows={4} />
        <LongTextField form={form} name="cause" rows={2} />
        <LongTextField form={form} name="solution" needed rows={4} help={t('help.solution')} />
        <Anchor component="button" type="button" size="xs" className={classes.aside} onClick={onSwitch}>
          {t('frm006.returnInstead')}
        </Anchor>
      </Sides>
    </FormFrame>
  );
}

const emptyReturn: ReturnValues = { returnReason: '' };

function ReturnForm(props: PartProps) {
  const { ticket, escalation, onDone, onSwitch } = props;
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const labels = useLabels();
  const formId = escalation.record.id;
  const form = useOfficialForm({
    draftKey: `frm-006-return:${formId}`,
    shape: returnSchema.shape,
    present: emptyReturn,
    check: (values: ReturnValues) => checkReturn(values, { id: ticket.id, formId }),
    async save(args) {
      const saved = await runPlan(desk, [{ name: 'escalation.return', args }]);
      return saved.ok ? ok('returned' as const) : err(saved.error);
    },
    onDone,
  });
  const name = labels.person(escalation.data.from);
  return (
    <FormFrame
      title={t('frm006.of', { number: ticket.number })}
      form={form}
      backTo={paths.ticket(ticket.id)}
      saveLabel={t('frm006.return')}
      actions={<PrintThis {...props} />}
    >
      <Sides {...props}>
        <LongTextField
          form={form}
          name="returnReason"
          needed
          rows={4}
          help={t('help.returnReason', { name })}
        />
        <Anchor component="button" type="button" size="xs" className={classes.aside} onClick={onSwitch}>
          {t('frm006.answerInstead')}
        </Anchor>
      </Sides>
    </FormFrame>
  );
}

function PrintThis({ ticket, order }: ResponseProps) {
  const [, navigate] = useLocation();
  return <PrintButton onPress={() => navigate(printPaths.escalation(ticket.id, order))} />;
}

/** The operator's part on the left, the technician's on the right. */
function Sides({ ticket, escalation, children }: ResponseProps & { readonly children: ReactNode }) {
  const { t } = useTranslation('forms');
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <h2 className={classes.part}>{t('frm006.partOne')}</h2>
        <HandOverFacts data={escalation.data} ticket={ticket} />
      </div>
      <div className={classes.column}>
        <h2 className={classes.part}>{t('frm006.partTwo')}</h2>
        {children}
      </div>
    </div>
  );
}
