import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const root = path.join(import.meta.dirname, '..');
const out = path.join(root, 'out');
const note = path.join(out, 'built-from.txt');
const sources = [
  '{electron,renderer,shared,resources}/**/*.*',
  'scripts/*-plugin.ts',
  'electron.vite.config.ts',
  'package-lock.json',
];
const built = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** A short mark of all sources of the built app: their names, sizes and times of change. */
function markOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: root }).filter((file) => !/\.(?:test|prop\.test)\.tsx?$/.test(file));
  for (const file of files.sort()) {
    const about = statSync(path.join(root, file));
    if (about.isFile()) hash.update(`${file} ${about.size} ${about.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/** True when `out/` holds what the sources say. */
function isFresh(mark: string): boolean {
  if (!built.every((file) => existsSync(path.join(root, file)))) return false;
  return existsSync(note) && readFileSync(note, 'utf8') === mark;
}

/**
 * Builds main, preload and renderer where `out/` is missing or older than the sources. Built beside and then moved, so
 * that a build that fails leaves the last good one. Throws with the build's words.
 */
export function buildIfStale(say: (text: string) => void = () => {}): void {
  const mark = markOfSources();
  if (isFresh(mark)) return;
  say('Building the app …');
  const beside = path.join(root, 'dist', `build-${process.pid}`);
  const program = path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const args = [program, 'build', '--logLevel', 'warn', '--outDir', beside];
  try {
    const build = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    const words = stripVTControlCharacters(`${build.stdout}${build.stderr}`);
    if (build.status !== 0) throw new Error(`the app could not be built:\n${words}`);
    writeFileSync(path.join(beside, path.basename(note)), mark);
    rmSync(out, { recursive: true, force: true, maxRetries: 5 });
    renameSync(beside, out);
  } finally {
    rmSync(beside, { recursive: true, force: true, maxRetries: 5 });
  }
}
