import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { isInScope } from '#shared/domain/reference.ts';
import { staffRoles } from '#shared/mutations/access.ts';
import { useDesk, useForms, useReference, useTicket } from '../../data/react.ts';
import { paths } from '../../ui/paths.ts';
import { FormMessage } from './form-message.tsx';
import { NewFrm002 } from './frm-002-new.tsx';
import { RevisedFrm002 } from './frm-002-revised.tsx';

/** FRM-002 Pencatatan: a new ticket, or, at a ticket's address, the form of one that exists. */
export default function Frm002Page() {
  const { t } = useTranslation('forms');
  const { me } = useDesk();
  const { id } = useParams<{ id?: string }>();
  if (!(staffRoles as readonly string[]).includes(me.role))
    return <FormMessage text={t('notAllowed')} backTo={paths.tickets} />;
  return id === undefined ? <ForNewTicket /> : <ForTicket key={id} id={id} />;
}

function ForNewTicket() {
  const { t } = useTranslation('forms');
  const { me } = useDesk();
  const reference = useReference();
  const [turn, setTurn] = useState(0);
  if (!reference.opds().some((opd) => isInScope(me, opd.code)))
    return <FormMessage text={t('noOpd')} backTo={paths.tickets} />;
  return <NewFrm002 key={turn} onAnother={() => setTurn(turn + 1)} />;
}

function ForTicket({ id }: { readonly id: string }) {
  const { t } = useTranslation('forms');
  const ticket = useTicket(id);
  const forms = useForms(id);
  if (ticket === null) return <FormMessage text={t('ticketMissing')} backTo={paths.tickets} />;
  if (ticket === undefined || forms === undefined) return null;
  return <RevisedFrm002 ticket={ticket} forms={forms} />;
}
