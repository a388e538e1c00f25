import { describe, expect, it } from 'vitest';
import { completeLock, platformOfName } from './complete-lock.mjs';

describe('completing the lock file', () => {
  it('reads system, processor and C library from a package name', () => {
    expect(platformOfName('@swc/core-win32-ia32-msvc')).toEqual({ os: ['win32'], cpu: ['ia32'] });
    expect(platformOfName('@biomejs/cli-linux-x64-musl')).toEqual({
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    });
    expect(platformOfName('@oxc-parser/binding-android-arm-eabi')).toEqual({ os: ['android'], cpu: ['arm'] });
    expect(platformOfName('@oxc-parser/binding-wasm32-wasi')).toEqual({ cpu: ['wasm32'] });
    expect(platformOfName('fsevents')).toBeUndefined();
  });

  it('adds only what is missing, exact and of a platform', () => {
    const lock = {
      packages: {
        '': {},
        'node_modules/tool': {
          dev: true,
          optionalDependencies: {
            'tool-linux-x64': '1.2.3',
            'tool-darwin-arm64': '1.2.3',
            other: '1.0.0',
            'tool-win32-x64': '^1.0.0',
          },
        },
        'node_modules/tool/node_modules/tool-linux-x64': { version: '1.2.3' },
      },
    };
    const { lock: completed, added } = completeLock(lock);
    expect(added).toEqual(['tool-darwin-arm64']);
    expect(completed.packages['node_modules/tool-darwin-arm64']).toEqual({
      version: '1.2.3',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['darwin'],
    });
    expect(completeLock(completed).added).toEqual([]);
  });
});
