import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { serverOriginOf } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';
import { writeWhole } from './write-whole.ts';

const settingsSchema = z.object({
  version: z.literal(1),
  serverOrigin: z
    .string()
    .refine((text) => serverOriginOf(text, parseAddress).ok)
    .nullable(),
});
type Settings = z.infer<typeof settingsSchema>;

/** What the shell itself remembers, in `settings.json` of the user's data folder. */
export type SettingsFile = {
  readonly serverOrigin: () => string | undefined;
  /** Writes through to the disk; rejects where that fails, and then keeps the old value. */
  readonly setServerOrigin: (origin: string) => Promise<void>;
};

/** Opens the settings; a missing or damaged file counts as empty, because all it holds can be entered again. */
export function openSettings(folder: string, report: (error: unknown) => void): SettingsFile {
  const file = path.join(folder, 'settings.json');
  let settings: Settings = { version: 1, serverOrigin: null };
  try {
    settings = settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') report(error);
  }
  return {
    serverOrigin: () => settings.serverOrigin ?? undefined,
    async setServerOrigin(origin) {
      const changed: Settings = { ...settings, serverOrigin: origin };
      await writeWhole(file, new TextEncoder().encode(`${JSON.stringify(changed, null, 2)}\n`));
      settings = changed;
    },
  };
}
