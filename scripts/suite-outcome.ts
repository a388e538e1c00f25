/** What a suite, or several together, came to: counts of single tests or checks. */
export type Outcome = { readonly passed: number; readonly failed: number; readonly skipped: number };

export const nothing: Outcome = { passed: 0, failed: 0, skipped: 0 };

/** Sum of two outcomes. */
export function addOutcomes(a: Outcome, b: Outcome): Outcome {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The one plain line every run ends with. */
export function outcomeLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The parts of vitest's JSON report that are counted. */
export type VitestReport = {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
};

/**
 * Counts a vitest run. A file that could not even be loaded counts as one failure, and so does a run that ended badly
 * with no failing test to show for it (an error outside any test); no report at all is a failure too.
 */
export function countVitest(report: VitestReport | undefined, exitCode: number | null): Outcome {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + unloadable.length;
  const endedBadly = failed === 0 && (exitCode !== 0 || !report.success);
  return {
    passed: report.numPassedTests,
    failed: failed + (endedBadly ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
