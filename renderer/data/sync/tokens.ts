/** What lets the device speak for its user. Instants are UTC ms. */
export interface Tokens {
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  readonly refreshToken: string;
}

/** Where a user's tokens are kept; null where the user is signed out. */
export interface TokenStore {
  load(): Promise<Tokens | null>;
  /** Replaces `before`; keeps what is there where somebody else has replaced it meanwhile (a sign-in in another tab). */
  replace(before: Tokens, after: Tokens | null): Promise<void>;
}
