/**
 * How a `notified` line of the journal says which steps of the ladder people were told of: one code a step, such as
 * `response.90@1795140000000>assignee,operator`, in the order told, with a blank between two. Screens say it in words.
 */

/** One step told: share of the target in percent, when the share was reached (UTC ms), and who was told. */
export interface ToldStep {
  readonly metric: string;
  readonly percent: number;
  readonly reachedAt: number;
  /** Recipients as packs name them. */
  readonly told: readonly string[];
}

const codePattern = /^([a-z][a-z0-9_]*)\.(\d{1,6})@(-?\d{1,16})>([a-z0-9]+(?:,[a-z0-9]+)*)$/;

/** The steps as the text of a journal line. */
export function writeNoticeText(steps: readonly ToldStep[]): string {
  return steps
    .map(({ metric, percent, reachedAt, told }) => `${metric}.${percent}@${reachedAt}>${told.join(',')}`)
    .join(' ');
}

/** The steps of a journal line; what is not written in this way is left out. */
export function readNoticeText(text: string): ToldStep[] {
  return text.split(' ').flatMap((code) => {
    const match = codePattern.exec(code);
    if (match === null) return [];
    const [, metric = '', percent, reachedAt, told = ''] = match;
    return [{ metric, percent: Number(percent), reachedAt: Number(reachedAt), told: told.split(',') }];
  });
}
