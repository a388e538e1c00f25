import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

/** Work that ends when it is told to. */
function held() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      started.push(name);
      ends.set(name, () => resolve(name));
    });
  return { started, work, end: (name: string) => ends.get(name)?.() };
}

describe('lanes', () => {
  it('run so many of one name at a time, in the order in which they came', async () => {
    const lanes = new Lanes(2);
    const { started, work, end } = held();
    const all = ['a', 'b', 'c', 'd'].map((name) => lanes.run('office', work(name)));
    const other = lanes.run('elsewhere', work('x'));
    expect(started).toEqual(['a', 'b', 'x']);
    end('b');
    await all[1];
    expect(started).toEqual(['a', 'b', 'x', 'c']);
    for (const name of ['a', 'c', 'x']) end(name);
    await Promise.all([all[0], all[2], other]);
    end('d');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('go on behind work that fails', async () => {
    const lanes = new Lanes(1);
    const failing = lanes.run('office', () => Promise.reject(new Error('broken')));
    const next = lanes.run('office', async () => 'done');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('done');
  });
});
