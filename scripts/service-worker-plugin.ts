import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'vite';

/** Paths of all files below a folder, as addresses ("/icons/x.png"). */
function addressesBelow(folder: string, address = ''): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? addressesBelow(path.join(folder, entry.name), `${address}/${entry.name}`)
      : [`${address}/${entry.name}`],
  );
}

/**
 * Builds the service worker as one classic script at the root and tells it the files of this build: their list, and a
 * version made of it, since every built file carries the hash of its content in its name.
 */
export function serviceWorker(source: string): Plugin {
  let publicFolder = '';
  return {
    name: 'tanggap:service-worker',
    apply: 'build',
    configResolved(config) {
      publicFolder = config.publicDir;
    },
    async generateBundle(_options, bundle) {
      const built = Object.keys(bundle).filter((name) => !name.endsWith('.html') && !name.endsWith('.map'));
      const files = [...built.map((name) => `/${name}`), ...addressesBelow(publicFolder)].sort();
      const page = Object.values(bundle).find((file) => file.fileName === 'index.html');
      const hash = createHash('sha256').update(JSON.stringify(files));
      if (page?.type === 'asset') hash.update(page.source);
      const version = hash.digest('hex').slice(0, 16);
      const { outputFiles } = await build({
        entryPoints: [source],
        bundle: true,
        write: false,
        minify: true,
        format: 'iife',
        target: 'es2023',
        define: { __TANGGAP_FILES__: JSON.stringify({ version, files }) },
      });
      const code = outputFiles[0]?.text;
      if (code === undefined) throw new Error('the service worker was not built');
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: code });
    },
  };
}
