import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { Frm006 } from '#shared/forms/frm-006.ts';
import { useDesk, useForms } from '../../data/react.ts';
import { isRecipient } from '../../ui/escalation-recipient.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import classes from './escalation-panel.module.css';
import panelClasses from './panel.module.css';
import { Panel } from './panel.tsx';
import type { TicketScreen } from './use-ticket-screen.ts';

interface EscalationPanelProps {
  readonly ticket: Ticket;
  readonly screen: TicketScreen;
}

/** Every escalation of the ticket, the newest first; the one to whom the open one was handed accepts, answers or returns it. */
export function EscalationPanel({ ticket, screen }: EscalationPanelProps) {
  const { t } = useTranslation('ticket');
  const forms = useForms(ticket.id) ?? [];
  const escalations = forms.flatMap((form) =>
    form.data.code === 'FRM-006' ? [{ id: form.id, number: form.number, data: form.data }] : [],
  );
  escalations.sort((a, b) => b.data.escalatedAt - a.data.escalatedAt);
  if (escalations.length === 0) return null;
  return (
    <Panel title={t('section.escalation')}>
      {escalations.map(({ id, data }) => (
        <Escalation key={id} formId={id} data={data} ticket={ticket} screen={screen} />
      ))}
    </Panel>
  );
}

interface EscalationProps extends EscalationPanelProps {
  readonly formId: string;
  readonly data: Frm006;
}

function Escalation({ formId, data, ticket, screen }: EscalationProps) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const labels = useLabels();
  const format = useOfficeFormat(ticket.opd);
  const { run, failure } = useAct();
  const isOpen = ticket.openEscalation === formId;
  const to = data.to !== null ? labels.person(data.to) : data.toTeam !== null ? labels.team(data.toTeam) : '';
  const mayAnswer = isOpen && isRecipient(data, ticket.assignee, me);
  return (
    <div className={classes.escalation}>
      <p className={classes.head}>
        <strong>
          {isOpen
            ? t('escalation.waiting', { to })
            : data.answered !== null
              ? t('escalation.answered', { time: format.short(data.answered.finishedAt) })
              : data.returned !== null
                ? t('escalation.returned', { time: format.short(data.returned.at) })
                : to}
        </strong>
        <span>{t('escalation.level', { from: data.fromLevel, to: data.toLevel })}</span>
      </p>
      <p className={classes.dim}>
        {t('escalation.from', { name: labels.person(data.from), time: format.short(data.escalatedAt) })}
        {' · '}
        {data.acceptedAt === null
          ? t('escalation.notAccepted')
          : t('escalation.accepted', {
              name: labels.person(data.acceptedBy),
              time: format.short(data.acceptedAt),
            })}
      </p>
      <p className={classes.text}>
        <strong>{t('escalation.reason')}:</strong> {data.returned?.reason ?? data.reason}
      </p>
      {data.tried !== '' && (
        <p className={classes.text}>
          <strong>{t('escalation.tried')}:</strong> {data.tried}
        </p>
      )}
      {mayAnswer && (
        <Group gap={6} mt={6}>
          {data.acceptedAt === null && (
            <Button
              size="compact-sm"
              onClick={() => void run('escalation.accept', { id: ticket.id, formId })}
            >
              {t('escalation.accept')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant={data.acceptedAt === null ? 'default' : 'filled'}
            onClick={() => screen.open('answer')}
          >
            {t('escalation.answer')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => screen.open('return')}>
            {t('escalation.return')}
          </Button>
        </Group>
      )}
      {failure !== null && (
        <p role="alert" className={panelClasses.failure}>
          {failure}
        </p>
      )}
    </div>
  );
}
