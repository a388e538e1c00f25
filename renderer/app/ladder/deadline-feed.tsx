import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useNow } from '../../data/react.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { platform } from '../../platform/platform.ts';
import { useLabels } from '../../ui/labels.ts';
import { navigate } from '../hash-location.ts';
import { LadderRun } from './ladder-run.ts';
import { newsWords } from './news-words.ts';
import { inOnlyWindow } from './only-window.ts';
import { useStanding } from './use-standing.ts';

const tickMs = 1000;

/** Timers, unlike frames, also run in a hidden window. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** Keeps the surroundings told of the coming deadlines, and follows a click on a notification. Draws nothing. */
export function DeadlineFeed() {
  const desk = useDesk();
  const { t } = useTranslation(['shell', 'everywhere']);
  const { metric } = useLabels();
  const words = useMemo(() => newsWords({ language: currentLanguage(), t, metric }), [t, metric]);
  const latest = useRef(words);
  const running = useRef<LadderRun | null>(null);

  useEffect(() => {
    latest.current = words;
    running.current?.reword();
  }, [words]);
  useEffect(
    () =>
      inOnlyWindow(`tanggap-ladder-${desk.me.id}`, async (signal) => {
        const run = new LadderRun({ desk, platform, words: () => latest.current, pause });
        running.current = run;
        await run.run(signal);
        if (running.current === run) running.current = null;
      }),
    [desk],
  );
  const now = useNow(tickMs);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `now` is the ticker's beat
  useEffect(() => running.current?.tick(), [now]);

  useEffect(() => platform.onNotificationOpened((address) => navigate(address)), []);
  useStanding();
  return null;
}
