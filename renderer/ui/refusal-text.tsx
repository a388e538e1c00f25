import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { ticketState } from '#shared/domain/codes.ts';
import type { Refusal } from '#shared/mutations/transaction.ts';
import type { MutateFailure } from '../data/contract.ts';

type Words = TFunction<['refusal', 'domain', 'everywhere']>;

function stateWord(t: Words, value: string | undefined): string {
  const state = ticketState.safeParse(value);
  return state.success ? t(`domain:state.${state.data}`) : (value ?? '');
}

/** The sentence for a refusal, with what the user can do about it. */
export function refusalSentence(t: Words, refusal: Refusal): string {
  const details = refusal.details ?? {};
  const field = refusal.field ?? '';
  // What was cancelled cannot be reopened, so the remedy is another one.
  const isCancelled = refusal.code === 'ticket_finished' && details.state === 'cancelled';
  return t(isCancelled ? 'refusal:ticket_cancelled' : `refusal:${refusal.code}`, {
    where: field === '' ? '' : t('refusal:where', { field }),
    name: details.name ?? '',
    from: stateWord(t, details.from),
    to: stateWord(t, details.to),
    state: stateWord(t, details.state),
  });
}

/** The sentence for a mutation that was not kept: a refusal, or a device that could not store it. */
export function failureSentence(t: Words, failure: MutateFailure): string {
  return failure.kind === 'refused'
    ? refusalSentence(t, failure.refusal)
    : t(`everywhere:storage.${failure.cause}`);
}

/** Gives `failureSentence` in the language on screen. */
export function useFailureSentence(): (failure: MutateFailure) => string {
  const { t } = useTranslation(['refusal', 'domain', 'everywhere']);
  return (failure) => failureSentence(t, failure);
}

/** A refusal in words. */
export function RefusalText({ refusal }: { readonly refusal: Refusal }) {
  const { t } = useTranslation(['refusal', 'domain', 'everywhere']);
  return refusalSentence(t, refusal);
}
