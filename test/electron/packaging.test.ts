import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPackage, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildIfStale } from '../../scripts/build-app.ts';

const root = path.join(import.meta.dirname, '..', '..');
const [off, on] = [0x30, 0x31];
/** Marks the fuses in a binary of Electron; what follows is the version of the wire, its length and a byte a fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

const wanted: Readonly<Record<keyof typeof FuseV1Options, number>> = {
  RunAsNode: off,
  EnableCookieEncryption: on,
  EnableNodeOptionsEnvironmentVariable: off,
  EnableNodeCliInspectArguments: off,
  EnableEmbeddedAsarIntegrityValidation: on,
  OnlyLoadAppFromAsar: on,
  LoadBrowserProcessSpecificV8Snapshot: off,
  GrantFileProtocolExtraPrivileges: off,
  WasmTrapHandlers: on,
};

/** What must never be packed, planted beside and among the files that are. */
const planted = [
  '.env',
  'out/main/.env',
  'out/main/index.js.map',
  'out/renderer/assets/index.js.map',
  'out/renderer/.env',
  'out/renderer/assets/.env',
  'out/renderer/assets/signing.pem',
  'out/renderer/signing.pem',
  'out/renderer/app.test.js',
  'out/preload/other.cjs',
  'server.key',
  'test/app.test.ts',
  'server/cli/main.ts',
  '.git/config',
  'node_modules/planted/index.js',
];

function packageFile(): { devDependencies: { electron: string } } {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
}

/** A folder that looks like an unpacked Electron, whose binary has `fuses` fuses, all the opposite of what is wanted. */
async function standInElectron(folder: string, fuses: number): Promise<void> {
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  const wire = Object.values(wanted).map((state) => (state === on ? off : on));
  while (wire.length < fuses) wire.push(off);
  const bytes = [
    Buffer.alloc(4096),
    Buffer.from(sentinel),
    Buffer.from([1, fuses, ...wire]),
    Buffer.alloc(64),
  ];
  writeFileSync(path.join(folder, 'electron'), Buffer.concat(bytes));
  const app = `${folder}-app`;
  mkdirSync(app);
  writeFileSync(path.join(app, 'main.js'), '');
  await createPackage(app, path.join(folder, 'resources', 'default_app.asar'));
}

describe('packaging', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tanggap-package-'));
  const project = path.join(folder, 'project');

  beforeAll(async () => {
    buildIfStale();
    cpSync(path.join(root, 'out'), path.join(project, 'out'), { recursive: true });
    cpSync(path.join(root, 'electron-builder.yml'), path.join(project, 'electron-builder.yml'));
    for (const file of planted) {
      mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
      writeFileSync(path.join(project, file), 'planted');
    }
    const about = packageFile();
    const dependencies = { planted: '1.0.0' };
    writeFileSync(path.join(project, 'package.json'), JSON.stringify({ ...about, dependencies }));
    const library = { name: 'planted', version: '1.0.0', main: 'index.js' };
    writeFileSync(path.join(project, 'node_modules/planted/package.json'), JSON.stringify(library));
    await standInElectron(path.join(folder, 'electron-9'), 9);
    await standInElectron(path.join(folder, 'electron-10'), 10);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  /** Runs electron-builder for Linux, as an unpacked folder; every way to a network leads nowhere. */
  function pack(electron: string, output: string) {
    const nowhere = 'http://127.0.0.1:9';
    const settings = {
      electronDist: path.join(folder, electron),
      electronVersion: packageFile().devDependencies.electron,
      afterPack: path.join(root, 'scripts', 'after-pack.mjs'),
      'directories.output': path.join(folder, output),
    };
    const given = Object.entries(settings).map(([name, value]) => `-c.${name}=${value}`);
    const program = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
    const args = [program, '--linux', 'dir', '--publish', 'never', '--projectDir', project, ...given];
    const offline = { http_proxy: nowhere, https_proxy: nowhere, ELECTRON_MIRROR: nowhere };
    return spawnSync(process.execPath, args, {
      cwd: project,
      encoding: 'utf8',
      env: { ...process.env, ...offline, npm_config_offline: 'true' },
      timeout: 120_000,
    });
  }

  it('sets all nine fuses and packs the built app, nothing else', async () => {
    const packed = pack('electron-9', 'packed');
    expect(packed.status, `${packed.stdout}${packed.stderr}`).toBe(0);
    const unpacked = path.join(folder, 'packed', 'linux-unpacked');

    const wire = (await getCurrentFuseWire(path.join(unpacked, 'tanggap'))) as unknown as Record<
      string,
      unknown
    >;
    const { version, ...states } = wire;
    expect(version).toBe('1');
    const expected = Object.entries(wanted).map(([name, state]) => [
      String(FuseV1Options[name as keyof typeof FuseV1Options]),
      state,
    ]);
    expect(states).toEqual(Object.fromEntries(expected));

    const listed = listPackage(path.join(unpacked, 'resources', 'app.asar'), { isPack: false });
    const files = listed.map((file) => file.replaceAll('\\', '/'));
    const allowed =
      /^\/(?:package\.json|out(?:\/(?:main(?:\/index\.js)?|preload(?:\/index\.cjs)?|renderer(?:\/(?:index\.html|assets(?:\/[\w.-]+\.(?:js|css|woff2|svg|png))?))?))?)$/;
    expect(files.filter((file) => !allowed.test(file))).toEqual([]);
    expect(files.filter((file) => planted.includes(file.slice(1)))).toEqual([]);
    const built = readdirSync(path.join(root, 'out', 'renderer', 'assets')).map(
      (name) => `/out/renderer/assets/${name}`,
    );
    expect(files).toEqual(
      expect.arrayContaining(['/package.json', '/out/main/index.js', '/out/preload/index.cjs']),
    );
    expect(files).toEqual(expect.arrayContaining(['/out/renderer/index.html', ...built]));
  });

  it('refuses a binary with a fuse nobody has decided on', () => {
    const packed = pack('electron-10', 'refused');
    expect(packed.status).not.toBe(0);
    expect(`${packed.stdout}${packed.stderr}`).toContain('strictlyRequireAllFuses');
  });
});
