/** Characters a password must have at least. */
export const shortestPassword = 12;

export type PasswordWeakness = 'too_short' | 'contains_username' | 'unchanged';

/**
 * Why a new password is not good enough, or null: length over composition, and nothing that is known beforehand.
 * @param present the password it takes the place of, where there is one.
 */
export function weaknessOf(password: string, username: string, present?: string): PasswordWeakness | null {
  if ([...password].length < shortestPassword) return 'too_short';
  if (password.toLowerCase().includes(username.toLowerCase())) return 'contains_username';
  return password === present ? 'unchanged' : null;
}
