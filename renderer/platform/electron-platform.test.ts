import { describe, expect, it } from 'vitest';
import type { DesktopBridge } from '#shared/ipc/bridge.ts';
import { createElectronPlatform } from './electron-platform.ts';

/** A bridge that gives the same answer to everything and notes what was asked. */
function bridgeAnswering(answer: () => unknown) {
  const asked: [string, unknown][] = [];
  const bridge = new Proxy({} as DesktopBridge, {
    get: (_target, name) => async (args: unknown) => {
      asked.push([String(name), args]);
      return answer();
    },
  });
  let reloads = 0;
  const platform = createElectronPlatform(bridge, () => {
    reloads += 1;
  });
  return { platform, asked, reloads: () => reloads };
}

describe('platform over the bridge', () => {
  it('passes values on in its own words', async () => {
    const value = { kind: 'electron', version: '1.2.3', platform: 'win32' };
    const { platform, asked } = bridgeAnswering(() => ({ ok: true, value }));
    expect(await platform.appInfo()).toEqual({
      ok: true,
      value: { kind: 'electron', version: '1.2.3', system: 'win32' },
    });
    expect(asked).toEqual([['appInfo', {}]]);
  });

  it('saves a PDF under a name', async () => {
    const { platform, asked } = bridgeAnswering(() => ({ ok: true, value: { outcome: 'cancelled' } }));
    expect(await platform.printPdf({ from: 'window' }, 'rekap.pdf')).toEqual({
      ok: true,
      value: 'cancelled',
    });
    expect(asked).toEqual([['printPdf', { source: { from: 'window' }, saveAs: 'rekap.pdf' }]]);
  });

  it('turns coded refusals into failures', async () => {
    const error = { code: 'link_not_allowed', message: 'no' };
    const { platform } = bridgeAnswering(() => ({ ok: false, error }));
    expect(await platform.openLink('file:///x')).toEqual({ ok: false, error: 'link_not_allowed' });
  });

  it('does not believe an answer outside the contract, nor a rejected one', async () => {
    const odd = bridgeAnswering(() => ({ ok: true, value: { origin: 7 } }));
    expect(await odd.platform.serverOrigin()).toEqual({ ok: false, error: 'answer_not_valid' });
    const gone = bridgeAnswering(() => {
      throw new Error('gone');
    });
    expect(await gone.platform.notify({ title: 'a', body: 'b' })).toEqual({
      ok: false,
      error: 'answer_not_valid',
    });
  });

  it('loads the page anew after the server changed, and only then', async () => {
    const good = bridgeAnswering(() => ({ ok: true, value: { origin: 'https://a.example' } }));
    await good.platform.setServerOrigin('https://a.example');
    expect(good.reloads()).toBe(1);
    const bad = bridgeAnswering(() => ({ ok: false, error: { code: 'origin_not_allowed', message: '' } }));
    await bad.platform.setServerOrigin('x');
    expect(bad.reloads()).toBe(0);
  });
});
