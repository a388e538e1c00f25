import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/**
 * Puts the list of the build's files into the service worker. Its version is the hash of their names, which carry the
 * hash of their contents, and of index.html.
 */
export function appFiles(): Plugin {
  return {
    name: 'tanggap:app-files',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle['service-worker.js'];
      if (worker === undefined || worker.type !== 'chunk') return;
      const files = Object.keys(bundle)
        .filter((name) => name !== 'service-worker.js' && name !== 'index.html')
        .sort();
      const page = bundle['index.html'];
      const hash = createHash('sha256').update(files.join('\n'));
      if (page?.type === 'asset') hash.update(page.source);
      const version = hash.digest('hex').slice(0, 16);
      const list = JSON.stringify({ version, files: files.map((name) => `/${name}`) });
      worker.code = worker.code.replaceAll('__TANGGAP_FILES__', list);
    },
  };
}
