import { expect, it } from 'vitest';
import { inOnlyWindow } from './only-window.ts';

it('LAD-5 runs in one window at a time, and in the next when that one goes', async () => {
  const events: string[] = [];
  const heard = new Map<string, () => void>();
  const untilHeard = (event: string) =>
    new Promise<void>((resolve) => (events.includes(event) ? resolve() : heard.set(event, resolve)));
  const open = (window: string) => {
    const say = (what: string) => {
      events.push(`${window} ${what}`);
      heard.get(`${window} ${what}`)?.();
    };
    return inOnlyWindow('tanggap-ladder-test', async (signal) => {
      say('begins');
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      say('ends');
    });
  };
  const [stopFirst, stopSecond, stopThird] = [open('first'), open('second'), open('third')];
  await untilHeard('first begins');
  // One that goes while it waits never begins.
  stopSecond();
  stopFirst();
  await untilHeard('third begins');
  stopThird();
  await untilHeard('third ends');
  expect(events).toEqual(['first begins', 'first ends', 'third begins', 'third ends']);
});
