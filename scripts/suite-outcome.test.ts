import { describe, expect, it } from 'vitest';
import { addOutcomes, countVitest, outcomeLine, type VitestReport } from './suite-outcome.ts';

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
    const sum = addOutcomes(countVitest(clean, 0), { passed: 1, failed: 2, skipped: 0 });
    expect(outcomeLine(sum)).toBe('5 passed, 2 failed, 2 skipped');
  });

  it('counts a file that does not load as a failure', () => {
    const report = { ...clean, success: false, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(countVitest(report, 1).failed).toBe(1);
  });

  it('never lets a bad end pass for a good one', () => {
    expect(countVitest(clean, 1).failed).toBe(1);
    expect(countVitest(clean, null).failed).toBe(1);
    expect(countVitest({ ...clean, success: false }, 0).failed).toBe(1);
    expect(countVitest(undefined, 0).failed).toBe(1);
  });

  it('does not count one failing test twice', () => {
    const report = {
      ...clean,
      success: false,
      numFailedTests: 1,
      testResults: [{ status: 'failed', assertionResults: [{}] }],
    };
    expect(countVitest(report, 1).failed).toBe(1);
  });
});
