import { z } from 'zod';
import { opdCode, role, rowId, team, typedText } from './codes.ts';

/** Letterhead of an office: three centred lines beside the logo, as printed on every form. */
export const letterheadSchema = z.object({
  lines: z.array(typedText(200)).length(3),
  address: typedText(300),
  city: typedText(100),
  logo: typedText(200_000).default(''),
});

/** A government office (Perangkat Daerah). `policy` names the pack its new tickets are opened under. */
export const opdSchema = z.object({
  code: opdCode,
  name: typedText(200),
  policy: z.string(),
  letterhead: letterheadSchema,
  head: z.object({ title: typedText(200), name: typedText(200), nip: typedText(60) }),
  /** Who stands on each escalation level of the pack, by level number ("1"…"9"): user ids. */
  levels: z.record(z.string().regex(/^[1-9]$/), z.array(rowId).max(50)).optional(),
});
export type Opd = z.infer<typeof opdSchema>;

/**
 * What every device may know of a user. `scope` lists the offices the user works for; `*` means all. Nobody reads
 * another office's tickets without that scope.
 */
export const userSchema = z.object({
  id: rowId,
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,59}$/),
  name: typedText(200),
  nip: typedText(60).default(''),
  position: typedText(200).default(''),
  role,
  opd: opdCode,
  scope: z.union([z.literal('*'), z.array(opdCode)]),
  teams: z.array(team).default([]),
  active: z.boolean().default(true),
  /** Work address for notices; empty where there is none. */
  email: z.union([z.literal(''), z.email().max(200)]).optional(),
});
export type User = z.infer<typeof userSchema>;

/** True when the user may see and work on the tickets of this office. */
export function isInScope(user: Pick<User, 'scope'>, opd: string): boolean {
  return user.scope === '*' || user.scope.includes(opd);
}
