import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { deskRoles } from '#shared/mutations/access.ts';
import { useDesk, useForms, useTicket } from '../../data/react.ts';
import { isRecipient } from '../../ui/escalation-recipient.ts';
import { useLabels } from '../../ui/labels.ts';
import { paths } from '../../ui/paths.ts';
import { FormMessage } from './form-message.tsx';
import { useRecipientName } from './frm-006-facts.tsx';
import { HandOver } from './frm-006-hand-over.tsx';
import { EscalationResponse } from './frm-006-response.tsx';
import { escalationsOf } from './frm-006-values.ts';
import { EscalationWaiting } from './frm-006-waiting.tsx';
import { printPaths } from './print-paths.ts';
import { SavedPanel } from './saved-panel.tsx';

/** FRM-006 Eskalasi: the hand-over while none is open, else the technician's answer to the open one. */
export default function Frm006Page() {
  const { id = '' } = useParams<{ id: string }>();
  return <Escalation key={id} id={id} />;
}

function Escalation({ id }: { readonly id: string }) {
  const { t } = useTranslation('forms');
  const { me } = useDesk();
  const labels = useLabels();
  const sayRecipient = useRecipientName();
  const ticket = useTicket(id);
  const forms = useForms(id);
  const [done, setDone] = useState<string | null>(null);
  if (ticket === null) return <FormMessage text={t('ticketMissing')} backTo={paths.tickets} />;
  if (ticket === undefined || forms === undefined) return null;
  const escalations = escalationsOf(forms);
  const backTo = paths.ticket(ticket.id);
  const { number } = ticket;
  if (done !== null) {
    return (
      <SavedPanel
        title={done}
        actions={[
          { label: t('done.open'), to: backTo },
          { label: t('done.print', { code: 'FRM-006' }), to: printPaths.escalation(id, escalations.length) },
        ]}
      />
    );
  }
  const open = escalations.find(({ record }) => record.id === ticket.openEscalation);
  if (open !== undefined) {
    const order = escalations.indexOf(open) + 1;
    if (!isRecipient(open.data, ticket.assignee, me))
      return <EscalationWaiting ticket={ticket} escalation={open} order={order} />;
    return (
      <EscalationResponse
        ticket={ticket}
        escalation={open}
        order={order}
        onDone={(what) => setDone(t(`frm006.done.${what}`, { number, name: labels.person(open.data.from) }))}
      />
    );
  }
  if (ticket.state === 'resolved' || ticket.state === 'closed' || ticket.state === 'cancelled')
    return <FormMessage text={t('frm006.finished')} backTo={backTo} />;
  if (!(deskRoles as readonly string[]).includes(me.role))
    return <FormMessage text={t('notAllowed')} backTo={backTo} />;
  return (
    <HandOver
      ticket={ticket}
      earlier={escalations}
      onDone={(recipient) => setDone(t('frm006.done.escalated', { number, name: sayRecipient(recipient) }))}
    />
  );
}
