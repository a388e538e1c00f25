import { registerHooks } from 'node:module';

// Loaded before the server (`node --import`): a planted mistake. The database lies on PGlite's own file system, which
// never syncs, instead of the durable one.
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('/server/db/durable-file-system.ts')) return nextLoad(url, context);
    const source = `
      import { PGlite } from '@electric-sql/pglite';
      export { NodeFS as DurableFileSystem } from '@electric-sql/pglite/nodefs';
      export const durableStartParams = PGlite.defaultStartParams;
      export const fsyncTree = () => undefined;`;
    return { format: 'module', source, shortCircuit: true };
  },
});
