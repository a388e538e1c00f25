import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { MutateFailure } from '../../data/contract.ts';
import { useDesk } from '../../data/react.ts';
import { useFailureSentence } from '../../ui/refusal-text.tsx';
import type { EscalationForm } from './frm-006-values.ts';

interface AcceptProps {
  readonly ticket: Ticket;
  readonly escalation: EscalationForm;
}

/** Takes the escalation on (step 13); nothing to show once that is done. */
export function AcceptEscalation({ ticket, escalation }: AcceptProps) {
  const { t } = useTranslation('forms');
  const desk = useDesk();
  const sayFailure = useFailureSentence();
  const [failure, setFailure] = useState<MutateFailure | null>(null);
  if (escalation.data.acceptedAt !== null) return null;
  const accept = async () => {
    const formId = escalation.record.id;
    const answer = await desk.mutate('escalation.accept', { id: ticket.id, formId });
    setFailure(answer.ok ? null : answer.error);
  };
  return (
    <>
      {failure !== null && (
        <Alert color="red" variant="light" role="alert">
          {sayFailure(failure)}
        </Alert>
      )}
      <div>
        <Button variant="default" onClick={() => void accept()}>
          {t('frm006.accept')}
        </Button>
      </div>
    </>
  );
}
