import { readFileSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { deviceUser } from '../courier/device-user.ts';
import { sourceOfFile, writeAnswer } from '../courier/exchange-on-disk.ts';
import type { FilesStop } from '../courier/take-files.ts';
import { lastRequestOf, type TakeFailure, takeRequest } from '../courier/take-request.ts';
import { Uploads } from '../files/upload.ts';
import { readMailSettings } from '../notices/mail-settings.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import { createServices, type Services } from '../services.ts';
import { createLocalPokes, createSharedPokes } from '../sync/pokes.ts';
import { type FilesOptions, filesOf, withFiles } from './files-place.ts';
import { createLog, InputError, print, tell } from './output.ts';
import { withPlace } from './place.ts';
import { loadShipped, withDatabase } from './with-database.ts';

interface FileOptions extends FilesOptions {
  readonly out: string;
  readonly passphraseFile?: string;
}

const faults: Readonly<Record<Extract<TakeFailure, { kind: 'file' }>['fault'], string>> = {
  not_courier: 'not a courier file',
  damaged: 'cut off, changed on the way, or not signed by the device it names; ask for a new copy',
  newer: 'made by a newer version of the app; update the server first',
  too_large: 'too large',
  passphrase_needed: 'sealed; give the passphrase with --passphrase-file',
  passphrase_wrong: 'sealed with another passphrase',
  not_a_request: 'an answer: it is to be imported on the device',
  foreign_server: 'made for another server',
  unknown_device: 'from a device this server does not know, or that never registered its key online',
};

const filesStops: Readonly<Record<FilesStop, string>> = {
  no_files: 'this server keeps no attachments',
  no_space: 'the disk is full; make room and import the file again',
  too_many_requests: 'more bytes than a user may send in an hour; import the file again later',
  no_answer: 'the scanner or the disk gave no answer; import the file again',
};

function readInput(field: string, path: string, most: number): Buffer<ArrayBuffer> {
  try {
    if (statSync(path).size > most) throw new InputError(field, `${path} is too large`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(field, `${path} cannot be read`);
  }
}

function readPassphrase(path: string | undefined): string | null {
  if (path === undefined) return null;
  const text = readInput('passphrase-file', path, 10_000)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (text === '') throw new InputError('passphrase-file', 'empty');
  return text;
}

/** Everything a push needs. Mails are queued where the environment names a relay as for `serve`, which sends them. */
async function withServices(
  options: FilesOptions,
  work: (services: Services, uploads: Uploads) => Promise<void>,
): Promise<void> {
  const { env } = process;
  const settings = readMailSettings({
    smtpUrl: env.TANGGAP_SMTP_URL,
    mailFrom: env.TANGGAP_MAIL_FROM,
    publicUrl: env.TANGGAP_PUBLIC_URL,
  });
  if (!settings.ok) throw new InputError(settings.error.field, settings.error.problem);
  const { mail, publicUrl } = settings.value;
  await withDatabase(options, async ({ db, url }) => {
    const pokes = url === null ? createLocalPokes() : await createSharedPokes(url);
    try {
      const files = filesOf(options);
      const services = createServices({
        db,
        platform: systemPlatform,
        policies: await PolicyFeed.open(db, loadShipped().packs),
        pokes,
        log: createLog(systemPlatform.clock),
        mailing: mail === null ? null : { publicUrl },
        files,
      });
      await work(services, new Uploads(services, files));
    } finally {
      await pokes.close();
    }
  });
}

async function importFile(path: string, options: FileOptions): Promise<void> {
  const passphrase = readPassphrase(options.passphraseFile);
  const file = await open(path, 'r').catch(() => {
    throw new InputError('file', `${path} cannot be read`);
  });
  try {
    const source = await sourceOfFile(file);
    await withServices(options, async (services, uploads) => {
      const taken = await takeRequest(services, { source, passphrase, uploads, importedBy: null });
      if (!taken.ok) {
        const reason = taken.error.kind === 'file' ? faults[taken.error.fault] : taken.error.failure.code;
        tell(`${path}: ${reason}; nothing was taken`);
        process.exitCode = 1;
        return;
      }
      const { header, owner, lastMutationId, refused, stopped, carried } = taken.value;
      const answer = await writeAnswer(
        services,
        { owner, asked: taken.value, passphrase, uploads },
        options.out,
      );
      const { username } = owner.user;
      const { stored, waiting } = carried;
      const attachments = { stored, refused: carried.refused, waiting };
      const counts = { mutations: header.count, lastMutationId, refused, attachments };
      print(JSON.stringify({ username, file: header.number, ...counts, answer }));
      if (carried.stopped !== null) {
        tell(`${path}: attachments: ${filesStops[carried.stopped]}`);
        process.exitCode = 1;
      }
      if (stopped === null) return;
      tell(
        `${path}: ${stopped.code}, expected mutation ${stopped.expected}; take the answer to the device all the same`,
      );
      process.exitCode = 1;
    });
  } finally {
    await file.close();
  }
}

async function exportFile(options: FileOptions & { readonly device: string }): Promise<void> {
  await withServices(options, async (services, uploads) => {
    const asked = await lastRequestOf(services.db, options.device);
    if (asked === undefined)
      throw new InputError('device', `no file was ever taken in from "${options.device}"`);
    const owner = await deviceUser(services.db, asked.header.deviceId);
    if (!owner.ok) {
      tell(`${options.device}: ${owner.error.code}; nothing was written`);
      process.exitCode = 1;
      return;
    }
    const passphrase = readPassphrase(options.passphraseFile);
    const answer = await writeAnswer(
      services,
      { owner: owner.value, asked, passphrase, uploads },
      options.out,
    );
    print(JSON.stringify({ username: owner.value.user.username, file: asked.header.number, answer }));
  });
}

/** `courier import|export`: exchange with offices that have no line, by file. */
export function courierCommand(): Command {
  const courier = new Command('courier').description('exchange by file with devices that have no line');
  const writing = (command: Command) =>
    withFiles(withPlace(command))
      .requiredOption('--out <file>', 'where the answer goes; further parts get -2, -3 … before the ending')
      .option('--passphrase-file <file>', 'file whose text opens the request and seals the answer');
  writing(courier.command('import'))
    .description("take in a device's file and write the answer; also when it was taken in before")
    .argument('<file>', 'file of the device')
    .action(importFile);
  writing(courier.command('export'))
    .description('write an answer again, with all news, to the last file of a device')
    .requiredOption('--device <code>', 'code of the device, as in its ticket numbers')
    .action(exportFile);
  return courier;
}
