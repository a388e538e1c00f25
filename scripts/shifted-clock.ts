import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Makes `Date` say another present, for pictures that look the same whenever they are taken. */
function shifting(ms: number): string {
  return [
    'globalThis.clockIsShifted||=(()=>{const Real=Date,ms=',
    String(ms),
    ';globalThis.Date=class extends Real{constructor(...a){a.length?super(...a):super(Real.now()+ms)}',
    'static now(){return Real.now()+ms}};return true})();',
  ].join('');
}

/** Every Node process started from here on lives `ms` later than it is (negative: earlier). */
export function shiftChildProcesses(ms: number): void {
  process.env.NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(shifting(ms))}`;
}

/** The same for a built copy of the app, windows and workers alike. */
export function shiftBuiltApp(folder: string, ms: number): void {
  for (const file of globSync('assets/*.js', { cwd: folder })) {
    const whole = path.join(folder, file);
    writeFileSync(whole, shifting(ms) + readFileSync(whole, 'utf8'));
  }
}
