import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { parse } from 'node:path';
import { Command } from 'commander';
import { maxCourierBytes, type RequestHeader } from '#shared/sync/courier.ts';
import type { DeviceUser } from '../auth/sessions.ts';
import { answerFiles } from '../courier/answer-files.ts';
import { deviceUser } from '../courier/device-user.ts';
import { lastRequestOf, type TakeFailure, takeRequest } from '../courier/take-request.ts';
import { readMailSettings } from '../notices/mail-settings.ts';
import { systemPlatform } from '../platform/system-clock.ts';
import { PolicyFeed } from '../policies/policy-feed.ts';
import { createServices, type Services } from '../services.ts';
import { createLocalPokes, createSharedPokes } from '../sync/pokes.ts';
import { createLog, InputError, print, tell } from './output.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { loadShipped, withDatabase } from './with-database.ts';

interface FileOptions extends PlaceOptions {
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

/** Whole or not at all: the stick may be drawn out at any moment. */
function writeWhole(path: string, bytes: Uint8Array): void {
  const draft = `${path}.part`;
  const file = openSync(draft, 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/** `answer.kurir`, then `answer-2.kurir`, `answer-3.kurir` … */
function pathOfPart(out: string, part: number): string {
  const { dir, name, ext } = parse(out);
  return part === 1 ? out : `${dir === '' ? '' : `${dir}/`}${name}-${part}${ext}`;
}

async function writeAnswer(
  services: Services,
  owner: DeviceUser,
  request: RequestHeader,
  options: FileOptions,
): Promise<string[]> {
  const written: string[] = [];
  const passphrase = readPassphrase(options.passphraseFile);
  for await (const { header, bytes } of answerFiles(services, owner, request, passphrase)) {
    const path = pathOfPart(options.out, header.part);
    writeWhole(path, bytes);
    written.push(path);
  }
  return written;
}

/** Everything a push needs. Mails are queued where the environment names a relay as for `serve`, which sends them. */
async function withServices(
  options: PlaceOptions,
  work: (services: Services) => Promise<void>,
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
      await work(
        createServices({
          db,
          platform: systemPlatform,
          policies: await PolicyFeed.open(db, loadShipped().packs),
          pokes,
          log: createLog(systemPlatform.clock),
          mailing: mail === null ? null : { publicUrl },
        }),
      );
    } finally {
      await pokes.close();
    }
  });
}

async function importFile(path: string, options: FileOptions): Promise<void> {
  const bytes = readInput('file', path, maxCourierBytes);
  const passphrase = readPassphrase(options.passphraseFile);
  await withServices(options, async (services) => {
    const taken = await takeRequest(services, bytes, passphrase);
    if (!taken.ok) {
      const reason = taken.error.kind === 'file' ? faults[taken.error.fault] : taken.error.failure.code;
      tell(`${path}: ${reason}; nothing was taken`);
      process.exitCode = 1;
      return;
    }
    const { header, owner, lastMutationId, refused, stopped } = taken.value;
    const answer = await writeAnswer(services, owner, header, options);
    const { username } = owner.user;
    print(
      JSON.stringify({
        username,
        file: header.number,
        mutations: header.count,
        lastMutationId,
        refused,
        answer,
      }),
    );
    if (stopped === null) return;
    tell(
      `${path}: ${stopped.code}, expected mutation ${stopped.expected}; take the answer to the device all the same`,
    );
    process.exitCode = 1;
  });
}

async function exportFile(options: FileOptions & { readonly device: string }): Promise<void> {
  await withServices(options, async (services) => {
    const request = await lastRequestOf(services.db, options.device);
    if (request === undefined)
      throw new InputError('device', `no file was ever taken in from "${options.device}"`);
    const owner = await deviceUser(services.db, request.deviceId);
    if (!owner.ok) {
      tell(`${options.device}: ${owner.error.code}; nothing was written`);
      process.exitCode = 1;
      return;
    }
    const answer = await writeAnswer(services, owner.value, request, options);
    print(JSON.stringify({ username: owner.value.user.username, file: request.number, answer }));
  });
}

/** `courier import|export`: exchange with offices that have no line, by file. */
export function courierCommand(): Command {
  const courier = new Command('courier').description('exchange by file with devices that have no line');
  const writing = (command: Command) =>
    withPlace(command)
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
