import { err, ok, type Result } from '../domain/result.ts';
import { issuesOf, type PackIssue } from './issues.ts';
import { checkPack } from './pack-checks.ts';
import { type PolicyPack, packShape } from './pack-parts.ts';
import { unknownKeys } from './unknown-keys.ts';

/**
 * A policy pack: everything a municipality may want to change about its service levels, as data (docs/policy-packs.md).
 * The schema refuses what could not be computed; every issue carries the path of the value at fault.
 */
export const policyPackSchema = packShape.superRefine(checkPack);

export { type PackIssue, pathText } from './issues.ts';
export {
  ANY,
  type Condition,
  type FactName,
  type PolicyPack,
  type Recipient,
  recipient,
  type TargetDefinition,
} from './pack-parts.ts';

/** Checks a pack that a person wrote: also that nothing in it is left out because its name is not known. */
export function readPolicyPack(
  json: unknown,
): Result<PolicyPack, { code: 'policy_invalid'; issues: PackIssue[] }> {
  const parsed = policyPackSchema.safeParse(json);
  const issues = parsed.success ? unknownKeys(json, parsed.data) : issuesOf(parsed.error);
  return parsed.success && issues.length === 0 ? ok(parsed.data) : err({ code: 'policy_invalid', issues });
}
