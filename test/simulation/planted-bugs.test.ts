import { describe, expect, it } from 'vitest';
import { plants } from './plants.ts';
import { play } from './play.ts';

/** Each is found long before this many, or the run is too tame. */
const enough = '60';

describe('planted bugs', () => {
  it.concurrent.each(plants)('is caught: $name ($mistake)', async ({ name }) => {
    const { broken, output } = await play(['--seeds', enough, '--first'], name);
    expect(broken, output).toBeGreaterThan(0);
  });

  it('there are at least the fifteen of the reliability plan', () => {
    expect(plants.length).toBeGreaterThanOrEqual(15);
  });
});
