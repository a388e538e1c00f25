/** What a part of the test is asked to do. */
export interface LinePlan {
  /** How long people work, minutes. */
  readonly minutes: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}
