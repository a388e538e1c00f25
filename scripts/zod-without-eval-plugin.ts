import type { Plugin } from 'vite';

const zodConfig = /[\\/]node_modules[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/;

/**
 * zod compiles schemas with `new Function` where it may, and finds out by trying, which the content security policy
 * reports as a violation. Setting `jitless` in the module that holds zod's configuration works whatever the order in
 * which chunks are loaded, also in workers.
 */
export function zodWithoutEval(): Plugin {
  return {
    name: 'tanggap:zod-without-eval',
    transform(code, id) {
      if (!zodConfig.test(id.replace(/\?.*$/, ''))) return undefined;
      if (!code.includes('export const globalConfig'))
        throw new Error('zod keeps its configuration elsewhere now');
      return { code: `${code}\nglobalConfig.jitless = true;\n`, map: null };
    },
  };
}
