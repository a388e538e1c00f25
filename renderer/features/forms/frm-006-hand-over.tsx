import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { team } from '#shared/domain/codes.ts';
import { err, ok } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk, useNow, useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { paths } from '../../ui/paths.ts';
import { PriorityBadge } from '../../ui/ticket-badges.tsx';
import { ChoiceField, LongTextField } from './fields.tsx';
import { FormFrame } from './form-frame.tsx';
import { useStaffChoices } from './form-setting.ts';
import classes from './forms.module.css';
import { useRemainingText } from './frm-006-facts.tsx';
import {
  checkHandOver,
  type EscalationForm,
  emptyHandOver,
  type HandOverValues,
  handOverSchema,
  remainingOf,
} from './frm-006-values.ts';
import { runPlan } from './plan.ts';
import { useOfficialForm } from './use-official-form.ts';

interface HandOverProps {
  readonly ticket: Ticket;
  readonly earlier: readonly EscalationForm[];
  readonly onDone: (recipient: { readonly to: string | null; readonly toTeam: HandOverTeam }) => void;
}
type HandOverTeam = EscalationForm['data']['toTeam'];

/** First part of FRM-006: the operator hands the ticket over (SOP-Dinkominfo-001 steps 11 and 12). */
export function HandOver({ ticket, earlier, onDone }: HandOverProps) {
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const labels = useLabels();
  const reference = useReference();
  const sayRemaining = useRemainingText();
  const now = useNow(60_000);
  const policy = reference.policyOf(ticket) ?? reference.policy(ticket.policy.name, undefined, ticket.opd);
  const staff = useStaffChoices(ticket.opd).filter(({ value }) => value !== desk.me.id);
  const [formId] = useState(() => `${ticket.id}/f.frm-006.${desk.newId()}`);
  const form = useOfficialForm({
    draftKey: `frm-006:${ticket.id}`,
    shape: handOverSchema.shape,
    present: emptyHandOver,
    check: (values: HandOverValues) =>
      checkHandOver(values, {
        ticketId: ticket.id,
        formId,
        remainingMs: remainingOf(policy, ticket, desk.now()),
      }),
    async save(args) {
      const saved = await runPlan(desk, [{ name: 'ticket.escalate', args }]);
      return saved.ok ? ok({ to: args.to, toTeam: args.toTeam }) : err(saved.error);
    },
    onDone,
  });
  const levels = (policy?.pack.escalation ?? [])
    .filter(({ level }) => level <= 3)
    .map(({ level, title }) => ({ value: String(level), label: t('frm006.levelTitled', { level, title }) }));
  const fallback = ['2', '3'].map((value) => ({ value, label: t('frm006.level', { level: value }) }));
  return (
    <FormFrame
      title={t('frm006.of', { number: ticket.number })}
      form={form}
      backTo={paths.ticket(ticket.id)}
      saveLabel={t('frm006.escalate')}
    >
      <div className={classes.columns}>
        <div className={classes.column}>
          <h2 className={classes.part}>{t('frm006.partOne')}</h2>
          <div className={classes.triple}>
            <ChoiceField form={form} name="toLevel" needed choices={levels.length > 0 ? levels : fallback} />
            <ChoiceField
              form={form}
              name="toTeam"
              emptyLabel={t('noService')}
              choices={team.options.map((value) => ({ value, label: labels.team(value) }))}
            />
            <ChoiceField
              form={form}
              name="to"
              needed
              help={t('help.toWhom')}
              emptyLabel={t('choose')}
              choices={staff}
            />
          </div>
          <LongTextField form={form} name="reason" needed rows={3} />
          <LongTextField form={form} name="tried" rows={5} help={t('help.tried')} />
        </div>
        <div className={classes.column}>
          <h2 className={classes.part}>{t('ticketPart')}</h2>
          <dl className={classes.facts}>
            <dt>{t('field.title')}</dt>
            <dd>{ticket.title}</dd>
            <dt>{t('field.body')}</dt>
            <dd>{ticket.description}</dd>
            <dt>{t('field.category')}</dt>
            <dd>{labels.category(ticket.category)}</dd>
            <dt>{t('field.priority')}</dt>
            <dd>
              <PriorityBadge priority={ticket.priority} policy={ticket.policy} />
            </dd>
            <dt>{t('frm006.remaining')}</dt>
            <dd>
              {sayRemaining(remainingOf(policy, ticket, now))}
              <br />
              <span className={classes.quiet}>{t('help.remaining')}</span>
            </dd>
            {earlier.length > 0 && (
              <>
                <dt>{t('frm006.earlier')}</dt>
                <dd>
                  {earlier.map(({ record, data }) => (
                    <div key={record.id}>
                      {data.returned === null
                        ? t('frm006.answered')
                        : `${t('frm006.returnedTo', { name: labels.person(data.returned.to) })}: ${data.returned.reason}`}
                    </div>
                  ))}
                </dd>
              </>
            )}
          </dl>
        </div>
      </div>
    </FormFrame>
  );
}
