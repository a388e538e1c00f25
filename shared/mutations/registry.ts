import { err, ok, type Result } from '../domain/result.ts';
import { unknownFields } from '../domain/unknown-fields.ts';
import { addAttachment, removeAttachment } from './attachment.ts';
import { classify } from './classify.ts';
import { withClockDoubt } from './clock-doubt.ts';
import { edit } from './correction.ts';
import type { MutationDefinition, MutationNeeds } from './definition.ts';
import { acceptEscalation, answerEscalation, escalate, returnEscalation } from './escalation.ts';
import { decideExcuse, excuseBreach } from './excuse.ts';
import { expire } from './expire.ts';
import { note, reply } from './message.ts';
import { recordNotice } from './notice.ts';
import { prioritise } from './prioritise.ts';
import { register } from './register.ts';
import { repolicy } from './repolicy.ts';
import { saveForm } from './save-form.ts';
import { markStep } from './sop-step.ts';
import { reachStep } from './step.ts';
import type { MutationContext, MutationTransaction, Refusal } from './transaction.ts';
import { assign, cancel, close, confirm, move, reopen, resolve } from './workflow.ts';

/** Every change a person can make, by the name under which it is stored and sent. A name is never renamed or reused. */
export const mutations = {
  'ticket.register': register,
  'ticket.edit': edit,
  'ticket.classify': classify,
  'ticket.prioritise': prioritise,
  'ticket.move': move,
  'ticket.reply': reply,
  'ticket.note': note,
  'ticket.assign': assign,
  'ticket.escalate': escalate,
  'escalation.accept': acceptEscalation,
  'escalation.answer': answerEscalation,
  'escalation.return': returnEscalation,
  'ticket.resolve': resolve,
  'ticket.confirm': confirm,
  'ticket.close': close,
  'ticket.reopen': reopen,
  'ticket.cancel': cancel,
  'form.save': saveForm,
  'sop.mark': markStep,
  'ticket.step': reachStep,
  'ticket.repolicy': repolicy,
  'ticket.expire': expire,
  'breach.excuse': excuseBreach,
  'breach.decide': decideExcuse,
  'notice.record': recordNotice,
  'attachment.add': addAttachment,
  'attachment.remove': removeAttachment,
} as const;

export type MutationName = keyof typeof mutations;
export type MutationArgs<N extends MutationName> =
  (typeof mutations)[N] extends MutationDefinition<infer A> ? A : never;

/** A mutation whose name and arguments have been checked. */
export interface CheckedMutation {
  readonly name: MutationName;
  readonly args: unknown;
  readonly needs: MutationNeeds;
}

function definitionOf(name: string): MutationDefinition<unknown> | undefined {
  return Object.hasOwn(mutations, name)
    ? (mutations[name as MutationName] as MutationDefinition<unknown>)
    : undefined;
}

/**
 * Checks name and arguments. A field nobody knows is an error too: dropped, it would be words somebody wrote, lost in silence.
 * @returns the mutation with what must be loaded for it, or `unknown_mutation` / `invalid_arguments` with the field's path.
 */
export function checkMutation(name: string, args: unknown): Result<CheckedMutation, Refusal> {
  const definition = definitionOf(name);
  if (definition === undefined) return err({ code: 'unknown_mutation', details: { name } });
  const parsed = definition.args.safeParse(args);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return err({
      code: 'invalid_arguments',
      field: issue?.path.join('.') ?? '',
      details: { message: issue?.message ?? '' },
    });
  }
  const [unknown] = unknownFields(args, parsed.data);
  if (unknown !== undefined)
    return err({
      code: 'invalid_arguments',
      field: unknown.join('.'),
      details: { message: 'unknown field' },
    });
  const needs = { users: [], opd: null, number: null, ...definition.needs(parsed.data) };
  return ok({ name: name as MutationName, args: parsed.data, needs });
}

/**
 * Runs a checked mutation against loaded rows. The same code on the device (at once) and on the server (with authority).
 * A refusal leaves whatever was written to `tx` to be dropped by the caller.
 */
export function applyMutation(
  tx: MutationTransaction,
  mutation: CheckedMutation,
  context: MutationContext,
): Result<void, Refusal> {
  const definition = definitionOf(mutation.name);
  if (definition === undefined) return err({ code: 'unknown_mutation', details: { name: mutation.name } });
  if (!context.actor.active || !definition.roles.includes(context.actor.role))
    return err({ code: 'forbidden' });
  const { ticketId } = mutation.needs;
  const before = tx.ticket(ticketId);
  const applied = definition.apply(tx, mutation.args, context);
  const after = tx.ticket(ticketId);
  if (applied.ok && after !== undefined && after !== before) {
    const doubted = withClockDoubt(after, context);
    if (doubted !== after) tx.putTicket(doubted);
  }
  return applied;
}
