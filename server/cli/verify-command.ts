import { Command } from 'commander';
import { systemPlatform as platform } from '../platform/system-clock.ts';
import { startEpoch } from '../store/meta.ts';
import { verifyChains } from '../store/verify.ts';
import { print, tell } from './output.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { withDatabase } from './with-database.ts';

/** `verify`: recomputes the audit chain; exit code 1 where the journal is not what was written. */
export function verifyCommand(): Command {
  return withPlace(new Command('verify'))
    .description('check the audit trail against its hash chain')
    .action((options: PlaceOptions) =>
      withDatabase(options, async ({ db }) => {
        const { faults, spaces } = await verifyChains(db);
        print(JSON.stringify({ spaces, faults }));
        for (const { space, no, problem } of faults) tell(`${space}: ${problem} at entry ${no}`);
        if (faults.length > 0) process.exitCode = 1;
      }),
    );
}

/** `restored`: to be run once after a back-up was put back, so that devices offer again what the back-up lacks. */
export function restoredCommand(): Command {
  return withPlace(new Command('restored'))
    .description('start a new epoch after restoring a back-up')
    .action((options: PlaceOptions) =>
      withDatabase(options, async ({ db }) => {
        const epoch = platform.id();
        await startEpoch(db, epoch);
        print(JSON.stringify({ epoch }));
      }),
    );
}
