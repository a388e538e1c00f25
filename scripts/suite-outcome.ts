import { stripVTControlCharacters } from 'node:util';

/** What a suite, or several together, came to: counts of single tests or checks, and for each that failed its name and why. */
export type Outcome = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly string[];
};

export const nothing: Outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** Sum of two outcomes. */
export function addOutcomes(a: Outcome, b: Outcome): Outcome {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    failures: [...a.failures, ...b.failures],
  };
}

/** The one plain line every run ends with. */
export function outcomeLine({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The parts of vitest's JSON report that are counted or told. */
export type VitestReport = {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
};

const toldLines = 30;

/** The head of a message, indented; colours, and the way through libraries, are left out. */
function told(message: string): string {
  const lines = stripVTControlCharacters(message).trim().split('\n');
  const own = lines.filter((line) => !line.includes('node_modules'));
  return own
    .slice(0, toldLines)
    .map((line) => `    ${line}`)
    .join('\n');
}

/**
 * Counts a vitest run. A file that could not even be loaded counts as one failure, and so does a run that ended badly
 * with no failing test to show for it (an error outside any test); no report at all is a failure too.
 */
export function countVitest(report: VitestReport | undefined, exitCode: number | null): Outcome {
  if (report === undefined) return { ...nothing, failed: 1, failures: [`no report; exit code ${exitCode}`] };
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + unloadable.length;
  const endedBadly = failed === 0 && (exitCode !== 0 || !report.success);
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `${file.name}\n  ${test.fullName}\n${told((test.failureMessages ?? []).join('\n'))}`),
  );
  return {
    passed: report.numPassedTests,
    failed: failed + (endedBadly ? 1 : 0),
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [
      ...failures,
      ...unloadable.map((file) => `${file.name}\n${told(file.message)}`),
      ...(endedBadly ? [`an error outside any test; exit code ${exitCode}`] : []),
    ],
  };
}
