import { err, ok, type Result } from '#shared/domain/result.ts';
import type { MutationArgs, MutationName } from '#shared/mutations/registry.ts';
import type { DeskStore, MutateFailure } from '../../data/contract.ts';
import { storageFailureOf } from '../../data/local/storage-failure.ts';

/** One mutation a form will ask for. */
export type PlannedMutation = {
  readonly [N in MutationName]: { readonly name: N; readonly args: MutationArgs<N> };
}[MutationName];

/** How far a plan came before a mutation was refused: everything before `done` is kept on the device. */
export interface PlanFailure {
  readonly failure: MutateFailure;
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
    if (!answer.ok) return err({ failure: answer.error, done });
  }
  return ok(undefined);
}

/**
 * What came of saving a form. A device that cannot write before the first mutation, such as the ticket's number on a full
 * disk, throws: that is told like a mutation that could not be stored. Whatever follows the plan must not throw.
 */
export async function savedOrFailed<T>(
  save: () => Promise<Result<T, PlanFailure>>,
): Promise<Result<T, PlanFailure>> {
  try {
    return await save();
  } catch (error) {
    return err({ failure: storageFailureOf(error), done: 0 });
  }
}
