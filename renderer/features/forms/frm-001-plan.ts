import type { CheckedFrm001 } from './frm-001-values.ts';
import type { PlannedMutation } from './plan.ts';

/** The row id of a ticket's FRM-001. */
export function frm001Id(ticketId: string): string {
  return `${ticketId}/f.frm-001`;
}

/**
 * Records the report as a new ticket. Urgency and impact stay on the form: as the client sees them they set no priority;
 * the operator does so on FRM-002.
 */
export function planReport(
  checked: CheckedFrm001,
  identity: { readonly ticketId: string; readonly number: string },
): PlannedMutation[] {
  const { ticketId, number } = identity;
  const { data, opd } = checked;
  return [
    {
      name: 'ticket.register',
      args: {
        id: ticketId,
        number,
        kind: data.kind,
        opd,
        channel: data.method,
        title: data.title,
        description: data.symptoms,
        client: data.client,
        guestEmail: '',
        category: data.category,
        serviceItem: '',
        urgency: null,
        impact: null,
        alwaysAvailable: false,
        assignee: null,
        configurationItem: data.affected,
        technicalManager: '',
        handling: '',
        cause: '',
        reportedAt: data.reportedAt,
        note: '',
        forms: [{ id: frm001Id(ticketId), data }],
      },
    },
  ];
}
