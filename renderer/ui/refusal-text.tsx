import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ticketState } from '#shared/domain/codes.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { MutateFailure } from '../data/contract.ts';
import { useFieldWord } from './field-words.ts';

type SayField = (path: string) => string;
type Words = TFunction<['refusal', 'domain', 'everywhere']>;

function stateWord(t: Words, value: string | undefined): string {
  const state = ticketState.safeParse(value);
  return state.success ? t(`domain:state.${state.data}`) : (value ?? '');
}

/** The sentence for a refusal, with what the user can do about it. */
function refusalSentence(t: Words, sayField: SayField, refusal: Refusal): string {
  const details = refusal.details ?? {};
  const field = sayField(refusal.field ?? '');
  // What was cancelled cannot be reopened, so the remedy is another one.
  const isCancelled = refusal.code === 'ticket_finished' && details.state === 'cancelled';
  return t(isCancelled ? 'refusal:ticket_cancelled' : `refusal:${refusal.code}`, {
    where: field === '' ? '' : t('refusal:where', { field }),
    field,
    name: details.name ?? '',
    from: stateWord(t, details.from),
    to: stateWord(t, details.to),
    state: stateWord(t, details.state),
  });
}

/** The sentence for a mutation that was not kept: a refusal, or a device that could not store it. */
function failureSentence(t: Words, sayField: SayField, failure: MutateFailure): string {
  return failure.kind === 'refused'
    ? refusalSentence(t, sayField, failure.refusal)
    : t(`everywhere:storage.${failure.cause}`);
}

/** Gives `failureSentence` in the language on screen. */
export function useFailureSentence(): (failure: MutateFailure) => string {
  const { t } = useTranslation(['refusal', 'domain', 'everywhere']);
  const sayField = useFieldWord();
  return (failure) => failureSentence(t, sayField, failure);
}

/** A refusal in words. */
export function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { t } = useTranslation(['refusal', 'domain', 'everywhere']);
  return refusalSentence(t, useFieldWord(), refusal);
}
