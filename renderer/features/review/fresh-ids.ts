import { z } from 'zod';
import type { ReviewItem } from '../../data/contract.ts';

const escalation = z.looseObject({ id: z.string(), formId: z.string() });

/** The arguments with a form id nobody has used yet, where the one they had was refused as taken. */
export function freshIds({ mutation, refusal }: ReviewItem, args: unknown, newId: () => string): unknown {
  if (mutation?.name !== 'ticket.escalate' || refusal?.code !== 'form_exists') return args;
  const parsed = escalation.safeParse(args);
  return parsed.success ? { ...parsed.data, formId: `${parsed.data.id}/f.frm-006.${newId()}` } : args;
}
