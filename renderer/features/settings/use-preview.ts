import { useEffect, useState } from 'react';
import { type ChangedTicket, Preview, type PreviewCounts } from '#shared/sla/preview.ts';
import type { OpenClock } from '../../data/contract.ts';
import { useDesk } from '../../data/react.ts';
import type { PreviewJob } from './preview-job.ts';

export type PreviewState =
  | { readonly kind: 'counting'; readonly done: number; readonly total: number }
  | {
      readonly kind: 'ready';
      readonly counts: PreviewCounts;
      readonly changed: readonly ChangedTicket<OpenClock>[];
      /** UTC ms. */
      readonly now: number;
    };

/** So many tickets are judged before the window gets a turn; some two thousand evaluations, a few ms. */
const slice = 200;
const nothingYet: PreviewState = { kind: 'counting', done: 0, total: 0 };

/** Judges the open tickets of a job under both policies, a slice at a time; `turn` counts anew. Null: nothing to do yet. */
export function usePreview(job: PreviewJob | null, turn = 0): PreviewState {
  const desk = useDesk();
  const [state, setState] = useState<PreviewState>(nothingYet);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` asks for the same preview at another instant
  useEffect(() => {
    setState(nothingYet);
    if (job === null) return;
    const at = desk.now();
    const preview = new Preview<OpenClock>(at);
    // Taken at once: the list may change between two slices.
    const clocks = [...desk.index.openClocks()];
    let done = 0;
    let timer: ReturnType<typeof setTimeout>;
    const step = () => {
      for (const clock of clocks.slice(done, done + slice)) {
        const policies = job(clock);
        if (policies !== null) preview.add({ ticket: clock, input: clock.input, ...policies });
      }
      done = Math.min(done + slice, clocks.length);
      if (done < clocks.length) {
        setState({ kind: 'counting', done, total: clocks.length });
        timer = setTimeout(step, 0);
      } else {
        setState({ kind: 'ready', counts: preview.counts, changed: preview.changed, now: at });
      }
    };
    timer = setTimeout(step, 0);
    return () => clearTimeout(timer);
  }, [job, desk, turn]);
  return state;
}
