import { err, ok, type Result } from '../domain/result.ts';
import { issuesOf, type PackIssue } from './issues.ts';
import { checkPack } from './pack-checks.ts';
import { type PolicyPack, packShape } from './pack-parts.ts';

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

/** Checks a pack read from a file, the wire or storage. */
export function readPolicyPack(
  json: unknown,
): Result<PolicyPack, { code: 'policy_invalid'; issues: PackIssue[] }> {
  const parsed = policyPackSchema.safeParse(json);
  return parsed.success ? ok(parsed.data) : err({ code: 'policy_invalid', issues: issuesOf(parsed.error) });
}
