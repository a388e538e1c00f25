import type { PasswordWeakness } from '#shared/domain/password.ts';

/**
 * What is asked for before the desk may be seen. `password`: the server was not heard of for too long; the device checks it
 * where there is no server. `account_disabled`: the server said so, and it alone can say otherwise. `new_password`: somebody
 * else chose the present one.
 */
export type DeskDemand = 'password' | 'account_disabled' | 'new_password';

/** The desk's door. What is unsent goes on being sent behind it, and drafts stay. */
export interface DeskGuard {
  demand(): DeskDemand | null;
  /** While anybody listens, the time is looked at every minute. */
  subscribe(listener: () => void): () => void;
  /** Looks at the time now. */
  look(): Promise<void>;
  /** Lets `new_password` rest until the next start: it cannot be chosen without the server. */
  postpone(): void;
}

export type PasswordFailure =
  /** The present password is wrong, or the new one breaks a rule. */
  | { readonly kind: 'field'; readonly field: 'present' | 'next'; readonly code: PasswordFault }
  | { readonly kind: 'offline' | 'too_many_requests' | 'signed_out' | 'server' };
export type PasswordFault = 'wrong' | PasswordWeakness;
