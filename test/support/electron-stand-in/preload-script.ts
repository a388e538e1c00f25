import { pageOrigin } from './addresses.ts';

/**
 * The script that runs the built preload in a page before its own scripts, with the two parts of `electron` a sandboxed
 * preload has here. As in Electron it runs in the top frame only and can require nothing else.
 */
export function preloadScript(preload: string): string {
  return `(() => {
    if (window !== window.top || location.origin !== ${JSON.stringify(pageOrigin)}) return;
    const toBase64 = (bytes) => { let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text); };
    const pack = (value) => value instanceof Uint8Array ? { $bytes: toBase64(value) }
      : Array.isArray(value) ? value.map(pack)
      : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, pack(v)])) : value;
    const unpack = (value) => Array.isArray(value) ? value.map(unpack)
      : value && typeof value === 'object'
        ? typeof value.$bytes === 'string' ? Uint8Array.from(atob(value.$bytes), (c) => c.charCodeAt(0))
          : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unpack(v)])) : value;
    const invoke = window.__standInInvoke;
    const listeners = new Map();
    window.__standInEmit = (channel, args) => { for (const listener of listeners.get(channel) ?? []) listener({}, ...args); };
    const ipcRenderer = {
      invoke: async (channel, ...args) => unpack(await invoke(channel, pack(structuredClone(args)))),
      on(channel, listener) { listeners.set(channel, [...(listeners.get(channel) ?? []), listener]); return ipcRenderer; },
      off(channel, listener) { listeners.set(channel, (listeners.get(channel) ?? []).filter((l) => l !== listener)); return ipcRenderer; },
    };
    const contextBridge = {
      exposeInMainWorld(name, api) {
        if (name in window) throw new Error('already exposed: ' + name);
        Object.defineProperty(window, name, { value: Object.freeze({ ...api }), enumerable: true });
      },
    };
    const require = (name) => { if (name !== 'electron') throw new Error('module not found: ' + name); return { contextBridge, ipcRenderer }; };
    const module = { exports: {} };
    (function (require, module, exports) { ${preload}\n })(require, module, module.exports);
  })();`;
}

/** Tells the test of every violation of the page's policy, and takes the place of `window.open`. */
export const watchScript = `(() => {
  document.addEventListener('securitypolicyviolation', (event) => {
    window.__standInViolation(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample);
  });
  window.open = (url) => { window.__standInOpen(String(url)); return null; };
})();`;
