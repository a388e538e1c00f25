import { Command } from 'commander';
import { openDatabase } from '../db/open.ts';
import { systemPlatform as platform } from '../platform/system-clock.ts';
import { startEpoch } from '../store/meta.ts';
import { verifyChains } from '../store/verify.ts';
import { print, tell } from './output.ts';
import { type PlaceOptions, placeOf, withPlace } from './place.ts';

/** `verify`: recomputes the audit chain; exit code 1 where the journal is not what was written. */
export function verifyCommand(): Command {
  return withPlace(new Command('verify'))
    .description('check the audit trail against its hash chain')
    .action(async (options: PlaceOptions) => {
      const database = await openDatabase(placeOf(options), platform);
      try {
        const { faults, spaces } = await verifyChains(database.db);
        print(JSON.stringify({ spaces, faults }));
        for (const { space, no, problem } of faults) tell(`${space}: ${problem} at entry ${no}`);
        if (faults.length > 0) process.exitCode = 1;
      } finally {
        await database.close();
      }
    });
}

/** `restored`: to be run once after a back-up was put back, so that devices offer again what the back-up lacks. */
export function epochCommand(): Command {
  return withPlace(new Command('restored'))
    .description('start a new epoch after restoring a back-up')
    .action(async (options: PlaceOptions) => {
      const database = await openDatabase(placeOf(options), platform);
      try {
        const epoch = platform.id();
        await startEpoch(database.db, epoch);
        print(JSON.stringify({ epoch }));
      } finally {
        await database.close();
      }
    });
}
