import { hash, type Options, parseOptions, verify } from '@node-rs/argon2';

/** Cost of argon2id; the default is 64 MiB and 3 passes, never less than 19 MiB and 2. */
export type PasswordCost = Required<Pick<Options, 'memoryCost' | 'timeCost' | 'parallelism'>>;
export const defaultPasswordCost: PasswordCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/** Argon2id in the usual text form, parameters included. */
export function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  return hash(password, cost);
}

/** True when the password is the one hashed; false also for a damaged hash. */
export async function isPassword(stored: string, password: string): Promise<boolean> {
  try {
    return await verify(stored, password);
  } catch {
    return false;
  }
}

/** True when the hash was made with other costs and should be made anew at this login. */
export function isOutdated(stored: string, cost: PasswordCost): boolean {
  const made = parseOptions(stored);
  return made.memoryCost !== cost.memoryCost || made.timeCost !== cost.timeCost;
}
