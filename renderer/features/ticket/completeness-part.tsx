import { IconHourglass } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { completenessOf } from '#shared/sla/completeness.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './sla-panel.module.css';

interface CompletenessPartProps {
  readonly ticket: Ticket;
  readonly policy: CompiledPolicy;
}

/** When a ticket that waits for papers is closed by itself, and when people are warned (Jawa Barat, step 3). */
export function CompletenessPart({ ticket, policy }: CompletenessPartProps) {
  const { t } = useTranslation('ticket');
  const format = useOfficeFormat(ticket.opd);
  const limit = completenessOf(policy, ticket);
  if (limit === null) return null;
  return (
    <div className={classes.completeness} role="note">
      <IconHourglass size={16} stroke={1.8} aria-hidden />
      <div>
        <p>{t('sla.completeness', { time: format.long(limit.closesAt) })}</p>
        {limit.warnAt.length > 0 && (
          <p className={classes.rule}>
            {t('sla.warnings', { times: limit.warnAt.map((at) => format.long(at)).join('; ') })}
          </p>
        )}
      </div>
    </div>
  );
}
