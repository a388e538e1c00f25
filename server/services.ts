import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import { Lanes } from './auth/lanes.ts';
import { defaultLoginLimit, type LoginLimit } from './auth/login-limit.ts';
import { defaultPasswordCost, hashPassword, type PasswordCost } from './auth/passwords.ts';
import type { Db } from './db/open.ts';
import type { FileService } from './files/file-service.ts';
import type { Platform } from './platform/platform.ts';
import type { PolicyFeed } from './policies/policy-feed.ts';
import type { Pokes } from './sync/pokes.ts';

/** Writes one line for the operator: ids and counts only, never ticket text, names or secrets. */
export type Log = (
  level: 'info' | 'warn' | 'error',
  event: string,
  facts: Readonly<Record<string, unknown>>,
) => void;

/** That mail is sent, and what the letters need to know. */
export interface Mailing {
  /** Where people open the web app, without a slash at the end; null leaves links out of the letters. */
  readonly publicUrl: string | null;
}

/** What the server's parts share; everything from outside is handed in here. */
export interface Services {
  readonly db: Db;
  readonly platform: Platform;
  readonly policies: PolicyLookup;
  /** Resolves when everything published before the call is known to `policies`. */
  readonly reloadPolicies: () => Promise<void>;
  /** The reference space's version up to which `policies` knows what is published. */
  readonly policiesVersion: () => number;
  readonly pokes: Pokes;
  readonly log: Log;
  /** Null: this server sends no mail, so none is queued and no step is told. */
  readonly mailing: Mailing | null;
  /** Null: this server keeps no files. */
  readonly files: FileService | null;
  readonly loginLimit: LoginLimit;
  readonly passwordCost: PasswordCost;
  /** Hash of a password nobody knows: an unknown name costs the same time as a wrong password. */
  readonly decoyHash: () => Promise<string>;
  /** Passwords of one address, or of one account, are looked at a few at a time. */
  readonly passwordLanes: Lanes;
}

export type ServicesInput = Pick<Services, 'db' | 'platform' | 'pokes'> & {
  readonly policies: PolicyFeed;
} & Partial<Pick<Services, 'log' | 'mailing' | 'files' | 'loginLimit' | 'passwordCost'>>;

/** As many hashes as the runtime computes side by side anyway. */
const lookedAtOnce = 4;

/** Fills in what a caller left to the defaults. */
export function createServices(input: ServicesInput): Services {
  const passwordCost = input.passwordCost ?? defaultPasswordCost;
  const decoy = hashPassword(input.platform.secret(24), passwordCost);
  return {
    db: input.db,
    platform: input.platform,
    policies: input.policies.find,
    reloadPolicies: () => input.policies.reload(),
    policiesVersion: () => input.policies.version,
    pokes: input.pokes,
    log: input.log ?? (() => undefined),
    mailing: input.mailing ?? null,
    files: input.files ?? null,
    loginLimit: input.loginLimit ?? defaultLoginLimit,
    passwordCost,
    decoyHash: () => decoy,
    passwordLanes: new Lanes(lookedAtOnce),
  };
}
