import { describe, expect, it } from 'vitest';
import { addOutcomes, countVitest, nothing, outcomeLine, type VitestReport } from './suite-outcome.ts';

const clean: VitestReport = {
  success: true,
  numPassedTests: 4,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [],
};

describe('counting suites', () => {
  it('sums and prints one line', () => {
    const sum = addOutcomes(countVitest(clean, 0), { ...nothing, passed: 1, failed: 2 });
    expect(outcomeLine(sum)).toBe('5 passed, 2 failed, 2 skipped');
  });

  it('counts a file that does not load as a failure', () => {
    const report = {
      ...clean,
      success: false,
      testResults: [{ name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }],
    };
    expect(countVitest(report, 1)).toMatchObject({ failed: 1, failures: ['a.test.ts\n    no such module'] });
  });

  it('never lets a bad end pass for a good one', () => {
    expect(countVitest(clean, 1).failed).toBe(1);
    expect(countVitest(clean, null).failed).toBe(1);
    expect(countVitest({ ...clean, success: false }, 0).failed).toBe(1);
    expect(countVitest(undefined, 0).failed).toBe(1);
  });

  it('counts a failing test once, and tells its name and why', () => {
    const failing = {
      status: 'failed',
      fullName: 'adding adds',
      failureMessages: ['\u001b[31mexpected 3\u001b[39m\nat add'],
    };
    const passing = { status: 'passed', fullName: 'adding nothing', failureMessages: [] };
    const report = {
      ...clean,
      success: false,
      numFailedTests: 1,
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: '', assertionResults: [passing, failing] },
      ],
    };
    expect(countVitest(report, 1)).toMatchObject({
      failed: 1,
      failures: ['a.test.ts\n  adding adds\n    expected 3\n    at add'],
    });
  });
});
