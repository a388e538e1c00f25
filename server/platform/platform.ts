/** The present instant, UTC ms. */
export type Clock = () => number;

/** What the server takes from the machine; tests hand in their own. */
export interface Platform {
  readonly clock: Clock;
  /** A new identifier, unique everywhere. */
  readonly id: () => string;
  /** `bytes` of randomness fit for secrets, as base64url. */
  readonly secret: (bytes: number) => string;
  /** A whole number from 0 to `below` - 1, for choosing letters of a password. */
  readonly dice: (below: number) => number;
}
