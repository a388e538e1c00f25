import { join } from 'node:path';
import { Command, Option } from 'commander';
import { referenceSpace } from '#shared/sync/rows.ts';
import { createFirstAdmin } from '../auth/accounts.ts';
import { defaultLoginLimit } from '../auth/login-limit.ts';
import { defaultPasswordCost } from '../auth/passwords.ts';
import { openDatabase } from '../db/open.ts';
import { patienceOfRequests } from '../db/patience.ts';
import { startUpkeep } from '../db/upkeep.ts';
import { startSweeping } from '../files/sweep.ts';
import { createApp } from '../http/app.ts';
import { readMailSettings } from '../notices/mail-settings.ts';
import { startNotices } from '../notices/start.ts';
import { systemPlatform, systemTimer } from '../platform/system-clock.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import { publishShipped } from '../policies/seed.ts';
import { createServices } from '../services.ts';
import { createLocalPokes, createSharedPokes } from '../sync/pokes.ts';
import { type FilesOptions, filesOf, withFiles } from './files-place.ts';
import { createLog, InputError, print, tell, wholeNumber } from './output.ts';
import { placeOf, withPlace } from './place.ts';
import { loadShipped } from './with-database.ts';

interface ServeOptions extends FilesOptions {
  readonly port: number;
  readonly host: string;
  readonly web: string;
  readonly policies: string;
  readonly trustProxy?: string[];
  readonly requestsPerMinute?: number;
  readonly loginFailuresPerAddress?: number;
  readonly newDevicesPerDay?: number;
  readonly smtpUrl?: string;
  readonly mailFrom?: string;
  readonly publicUrl?: string;
}

const root = join(import.meta.dirname, '..', '..');

async function serve(options: ServeOptions): Promise<void> {
  const platform = systemPlatform;
  const settings = readMailSettings(options);
  if (!settings.ok) throw new InputError(settings.error.field, settings.error.problem);
  const { mail, publicUrl } = settings.value;
  const log = createLog(platform.clock);
  const shipped = loadShipped(options.policies);
  const database = await openDatabase(placeOf(options), platform, patienceOfRequests);
  const endUpkeep = await startUpkeep(database);
  const pokes = database.url === null ? createLocalPokes() : await createSharedPokes(database.url);
  const published = await publishShipped(database.db, shipped, platform.clock(), log);
  const policies = await PolicyFeed.open(database.db, shipped.packs);
  const endFollowing = policies.follow(pokes, (error) =>
    log('error', 'policies_not_read', { error: error instanceof Error ? error.name : 'unknown' }),
  );
  if (published > 0) pokes.publish([referenceSpace]);
  const password = await createFirstAdmin(database.db, platform, defaultPasswordCost);
  if (password !== null)
    tell(`First start: user "admin", one-time password "${password}". Change it after the first login.`);
  const files = filesOf(options);
  const services = createServices({
    db: database.db,
    platform,
    policies,
    pokes,
    log,
    mailing: mail === null ? null : { publicUrl },
    files,
    loginLimit: {
      ...defaultLoginLimit,
      perAddress: options.loginFailuresPerAddress ?? defaultLoginLimit.perAddress,
      newDevicesPerDay: options.newDevicesPerDay ?? defaultLoginLimit.newDevicesPerDay,
    },
  });
  const app = await createApp({
    services,
    staticDir: options.web,
    ...(options.trustProxy === undefined ? {} : { trustProxy: options.trustProxy }),
    ...(options.requestsPerMinute === undefined ? {} : { requestsPerMinute: options.requestsPerMinute }),
  });
  const endSweeping = startSweeping(services, files);
  const endNotices = startNotices(services, mail, systemTimer);
  let isClosing = false;
  const close = async () => {
    if (isClosing) return;
    isClosing = true;
    await app.close();
    await endNotices();
    await endSweeping();
    endUpkeep();
    await endFollowing();
    await pokes.close();
    await database.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void close());
  try {
    print(`listening ${await app.listen({ port: options.port, host: options.host })}`);
  } catch (error) {
    await close();
    throw error;
  }
}

/** `serve`: the central server, until SIGTERM or SIGINT. */
export function serveCommand(): Command {
  return withFiles(withPlace(new Command('serve')))
    .description('run the central server')
    .option('--port <number>', 'port; 0 takes a free one', wholeNumber(0, 65_535), 8080)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--web <folder>', 'built web app to serve', join(root, 'out', 'renderer'))
    .option('--policies <folder>', 'policy packs', join(root, 'resources', 'policies'))
    .option('--trust-proxy <address...>', 'proxies whose forwarded headers are believed')
    .option('--requests-per-minute <number>', 'limit for each address', wholeNumber(1, 1_000_000))
    .option(
      '--login-failures-per-address <number>',
      'failed logins borne in 15 minutes from one address',
      wholeNumber(1, 100_000),
    )
    .option(
      '--new-devices-per-day <number>',
      'devices a person may log in on for the first time within 24 hours; each uses up a code for good',
      wholeNumber(1, 10_000),
    )
    .addOption(
      new Option(
        '--smtp-url <url>',
        'mail relay, such as smtp://relay:25 or smtps://user:password@relay; none: no mail is sent',
      ).env('TANGGAP_SMTP_URL'),
    )
    .addOption(
      new Option('--mail-from <address>', 'sender of the mails, such as "Tanggap <tanggap@kota.go.id>"').env(
        'TANGGAP_MAIL_FROM',
      ),
    )
    .addOption(
      new Option('--public-url <url>', 'address of the web app, for links in mails').env(
        'TANGGAP_PUBLIC_URL',
      ),
    )
    .action(serve);
}
