import { InvalidArgumentError } from 'commander';
import type { Log } from '../services.ts';

/** Data goes to stdout, one JSON value or line of text at a time. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Messages for people go to stderr. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The server's log: one JSON object a line on stderr. */
export function createLog(clock: () => number): Log {
  return (level, event, facts) =>
    tell(JSON.stringify({ at: new Date(clock()).toISOString(), level, event, ...facts }));
}

/** A wrong value of an option: the process ends with code 2 and names the field. */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
  }
}

/** A whole number between two bounds, for commander. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}`);
    return value;
  };
}
