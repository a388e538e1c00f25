import type { Refusal } from '#shared/mutations/transaction.ts';

/** Why a mutation was not kept: a rule was broken, or the device could not store it. */
export type MutateFailure =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'storage'; readonly cause: 'quota' | 'closed' | 'unknown'; readonly message: string };
