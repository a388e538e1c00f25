type Environment = Readonly<Record<string, string | undefined>>;

/** Usual places of Chrome, Chromium and Edge, likeliest first. */
export function usualPlaces(platform: string, env: Environment): string[];

/** Path of the browser to test with: CHROME_PATH, a usual place, or playwright-core's own; undefined where there is none. */
export function findBrowser(env?: Environment, platform?: string): Promise<string | undefined>;
