/**
 * The seed of a random test: `SEED` where set, to repeat a run, else a new one. Printed, so that every run can be repeated.
 */
export function seedOf(what: string): number {
  // Read in this way because tests of the window are checked without the types of Node.
  const { process } = globalThis as { readonly process?: { readonly env: Readonly<Record<string, string>> } };
  const given = process?.env.SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  console.info(`${what}: SEED=${seed}`);
  return seed;
}
