import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DeadlineHeap } from './deadline-heap.ts';

const item = fc.record({ at: fc.integer({ min: -50, max: 50 }) });

it('gives back everything in order of time, also when pushes and pops are mixed', () => {
  fc.assert(
    fc.property(fc.array(item), fc.array(fc.option(item)), (first, mixed) => {
      const heap = new DeadlineHeap(first);
      const model = [...first];
      for (const next of mixed) {
        if (next === null) {
          const nearest = model.sort((a, b) => a.at - b.at).shift();
          expect(heap.peek()?.at).toBe(nearest?.at);
          expect(heap.pop()?.at).toBe(nearest?.at);
        } else {
          heap.push(next);
          model.push(next);
        }
        expect(heap.size).toBe(model.length);
      }
      const rest: number[] = [];
      for (let next = heap.pop(); next !== undefined; next = heap.pop()) rest.push(next.at);
      expect(rest).toEqual(model.map(({ at }) => at).sort((a, b) => a - b));
    }),
    { verbose: true },
  );
});
