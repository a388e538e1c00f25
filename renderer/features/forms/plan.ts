import { err, ok, type Result } from '#shared/domain/result.ts';
import type { MutationArgs, MutationName } from '#shared/mutations/registry.ts';
import type { DeskStore, MutateFailure } from '../../data/contract.ts';

/** One mutation a form will ask for. */
export type PlannedMutation = {
  readonly [N in MutationName]: { readonly name: N; readonly args: MutationArgs<N> };
}[MutationName];

/** How far a plan came before a mutation was refused: everything before `done` is kept on the device. */
export interface PlanFailure {
  readonly failure: MutateFailure;
  readonly step: PlannedMutation;
  readonly done: number;
}

/**
 * Asks for the mutations one after the other and stops at the first that fails. Each is a decision of its own: what went
 * through stays, and the form is planned again from the ticket as it then is.
 * @param settles id of the review item that the first step takes the place of, in the same commit.
 */
export async function runPlan(
  desk: Pick<DeskStore, 'mutate' | 'review'>,
  plan: readonly PlannedMutation[],
  settles?: string,
): Promise<Result<void, PlanFailure>> {
  for (const [done, step] of plan.entries()) {
    const answer =
      done === 0 && settles !== undefined
        ? await desk.review.settle(settles, step.name, step.args)
        : // The name and the arguments of a planned step belong together; the union hides that from the compiler.
          await desk.mutate(step.name, step.args as never);
    if (!answer.ok) return err({ failure: answer.error, step, done });
  }
  return ok(undefined);
}
