/** Calls back once after `ms`; the function it returns calls that off. */
export type StartTimer = (ms: number, callback: () => void) => () => void;
