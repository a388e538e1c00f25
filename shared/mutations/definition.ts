import type { z } from 'zod';
import type { Role } from '../domain/codes.ts';
import type { Result } from '../domain/result.ts';
import type { MutationContext, MutationTransaction, Refusal } from './transaction.ts';

/** What must be loaded before a mutator runs, besides the ticket with its forms. */
export interface MutationNeeds {
  readonly ticketId: string;
  readonly users: readonly string[];
  readonly opd: string | null;
  readonly number: string | null;
}

/** One mutation: who may do it, what its arguments are, what it reads, and what it does. */
export interface MutationDefinition<A> {
  readonly args: z.ZodType<A>;
  readonly roles: readonly Role[];
  needs(args: A): Partial<MutationNeeds> & { readonly ticketId: string };
  apply(tx: MutationTransaction, args: A, context: MutationContext): Result<void, Refusal>;
}

/** Keeps the argument type while a definition is written as a plain object. */
export function defineMutation<A>(definition: MutationDefinition<A>): MutationDefinition<A> {
  return definition;
}
