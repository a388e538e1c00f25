import type { Role } from '#shared/domain/codes.ts';
import type { Excuse } from '#shared/domain/ticket.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';

/** What can be done about a late target: a proposal, an excuse that counts at once, or the decision on a proposal. */
export type ExcuseAction = 'propose' | 'grant' | 'approve' | 'refuse';

/** The actions offered to a role, mirroring the mutators; none for a target that is not late. */
export function excuseActions(
  status: Pick<TargetStatus, 'state'>,
  excuse: Excuse | undefined,
  role: Role,
): readonly ExcuseAction[] {
  if (status.state !== 'breached') return [];
  const decision = excuse?.decision ?? null;
  if (role === 'supervisor' || role === 'admin') {
    if (decision === 'pending') return ['approve', 'refuse'];
    return decision === 'approved' ? [] : ['grant'];
  }
  if (role !== 'operator' && role !== 'technician') return [];
  return decision === null || decision === 'refused' ? ['propose'] : [];
}
