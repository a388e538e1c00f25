import { useTranslation } from 'react-i18next';
import type { TicketKind } from '#shared/domain/codes.ts';
import { useDesk } from '../../data/react.ts';
import { withFormer } from '../../ui/renumbered.ts';
import type { PlannedMutation } from './plan.ts';
import type { RefusedRegistration } from './refused-registration.ts';

interface Identity {
  readonly ticketId: string;
  readonly number: string;
  /** The plan, with the number a refused registration had before noted in it. */
  formerly(plan: readonly PlannedMutation[]): readonly PlannedMutation[];
}

/** Which ticket a registration makes: a new one, or the refused one again, under its number as long as that still fits. */
export function useIdentityOf(
  refused: RefusedRegistration<unknown> | undefined,
): (kind: TicketKind, opd: string) => Promise<Identity> {
  const desk = useDesk();
  const { t } = useTranslation('forms');
  return async (kind, opd) => {
    const fits = refused !== undefined && refused.kind === kind && refused.opd === opd;
    if (fits && !refused.isNumberRefused)
      return { ticketId: refused.ticketId, number: refused.number, formerly: (plan) => plan };
    const number = await desk.nextTicketNumber(kind, opd);
    if (refused === undefined) return { ticketId: desk.newId(), number, formerly: (plan) => plan };
    const former = t('formerNumber', { number: refused.number });
    return {
      ticketId: refused.ticketId,
      number,
      formerly: (plan) =>
        plan.map((step) =>
          step.name === 'ticket.register'
            ? { ...step, args: { ...step.args, note: withFormer(step.args.note, former) } }
            : step,
        ),
    };
  };
}
