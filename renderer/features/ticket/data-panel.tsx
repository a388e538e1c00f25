import { useTranslation } from 'react-i18next';
import { editableFieldNames, type Ticket } from '#shared/domain/ticket.ts';
import { useDesk } from '../../data/react.ts';
import { Instant } from '../../ui/instant.tsx';
import { useLabels } from '../../ui/labels.ts';
import { mayCorrect } from '../../ui/ticket-actions/available-actions.ts';
import { EditableValue } from './editable-value.tsx';
import classes from './facts.module.css';
import { Panel } from './panel.tsx';

const instants = ['reportedAt', 'registeredAt', 'resolvedAt', 'confirmedAt', 'closedAt'] as const;

/** The ticket's data, each field corrected by itself, and the instants of its life. */
export function DataPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const labels = useLabels();
  const isOpen = mayCorrect(ticket, me.role);
  return (
    <Panel title={t('section.details')}>
      <dl className={classes.facts}>
        <dt>{t('field.opd')}</dt>
        <dd>{labels.opd(ticket.opd)}</dd>
        {editableFieldNames.map((field) => (
          <EditableValue key={field} ticket={ticket} field={field} isOpen={isOpen} />
        ))}
        {ticket.solution !== '' && (
          <>
            <dt>{t('field.solution')}</dt>
            <dd className={classes.value}>{ticket.solution}</dd>
          </>
        )}
        {ticket.reason !== '' && (
          <>
            <dt>{t('field.reason')}</dt>
            <dd className={classes.value}>{ticket.reason}</dd>
          </>
        )}
        {instants.map((name) => {
          const at = ticket[name];
          return at === null ? null : (
            <FactPair key={name} term={t(`field.${name}`)}>
              <Instant at={at} long opd={ticket.opd} />
            </FactPair>
          );
        })}
      </dl>
    </Panel>
  );
}

function FactPair({ term, children }: { readonly term: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}
