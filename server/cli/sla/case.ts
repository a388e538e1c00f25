import { z } from 'zod';
import { level, ticketState } from '#shared/domain/codes.ts';
import { daysOffSchema } from '#shared/sla/hours.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { SlaInput } from '#shared/sla/timeline.ts';
import { instantText } from './instants.ts';
import { type LineResult, refuse } from './lines.ts';
import type { PolicyShelf } from './policies.ts';
import { refuseIssues } from './problems.ts';

const caseSchema = z.object({
  id: z.union([z.string(), z.number()]),
  pack: z.string(),
  kind: z.string().optional(),
  reportedAt: instantText,
  urgency: level.nullable().optional(),
  impact: level.nullable().optional(),
  severity: z.enum(['major', 'minor']).nullable().optional(),
  serviceKind: z.enum(['public', 'administrative']).nullable().optional(),
  serviceClass: z.enum(['critical', 'essential', 'normal']).nullable().optional(),
  durationClass: z.string().nullable().optional(),
  alwaysAvailable: z.boolean().optional(),
  supportContract: z.boolean().optional(),
  onSite: z.boolean().optional(),
  /** Days off in place of the pack's own. */
  calendar: daysOffSchema.optional(),
  events: z.array(
    z.discriminatedUnion('type', [
      z.object({ at: instantText, type: z.literal('state'), to: ticketState }),
      z.object({ at: instantText, type: z.literal('reply') }),
      z.object({ at: instantText, type: z.literal('step'), step: z.string() }),
    ]),
  ),
  now: instantText,
});

/** A ticket of the input, ready for the engine. `now` is UTC ms. */
export type SlaCase = {
  readonly id: string | number;
  readonly policy: CompiledPolicy;
  readonly input: SlaInput;
  readonly now: number;
};

/** Reads a line of `sla evaluate` or `sla explain` and hands it to `answer`; what is wrong is named field by field. */
export function withCase(
  shelf: PolicyShelf,
  json: unknown,
  answer: (ticket: SlaCase) => LineResult,
): LineResult {
  const parsed = caseSchema.safeParse(json);
  if (!parsed.success) return refuseIssues(parsed.error);
  const { id, pack, events, now, calendar, ...facts } = parsed.data;
  const policy = shelf.find(pack, calendar);
  if (!policy) return refuse('pack', `no policy pack ${pack} (there are ${shelf.names.join(', ')})`);
  for (const name of policy.pack.priority.by) {
    // Null says "not classified yet"; leaving the field out is a mistake in the line.
    if (!(name in facts)) return refuse(name, `missing, pack ${pack} decides by it`);
  }
  const input: SlaInput = {
    ...facts,
    urgency: facts.urgency ?? null,
    impact: facts.impact ?? null,
    timeline: events,
  };
  return answer({ id, policy, input, now });
}
