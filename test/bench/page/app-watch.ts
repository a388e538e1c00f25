/** What the scripts below leave on the app's page. They are handed over as text and may use nothing from outside. */
declare global {
  interface Window {
    longTasks: { readonly startTime: number; readonly duration: number }[];
    /** When the log-in was sent off. */
    signedInAt: number;
    startTimes: { scripts: number; firstRows: number; fullList: number };
    paints: number[];
    waitsForPaint: boolean;
  }
}

/** Notes every task of more than 50 ms on the window's thread, and when the log-in form was sent off. */
export function watchLongTasks(): void {
  window.longTasks = [];
  window.signedInAt = Number.POSITIVE_INFINITY;
  new PerformanceObserver((list) => {
    window.longTasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })));
  }).observe({ type: 'longtask', buffered: true });
  addEventListener('submit', () => {
    window.signedInAt = performance.now();
  });
}

/**
 * Notes when the scripts named by the page were loaded, when the list drew its first rows, and when the count of all
 * tickets reached `total`. Ms since the start of the navigation.
 */
export function watchStart(total: number): void {
  const never = Number.POSITIVE_INFINITY;
  window.startTimes = { scripts: never, firstRows: never, fullList: never };
  const times = window.startTimes;
  const look = () => {
    if (times.firstRows === never && document.querySelector('[role=grid] [role=gridcell]') !== null)
      times.firstRows = performance.now();
    const all = document.querySelector('nav button[aria-pressed]')?.textContent ?? '';
    if (times.fullList === never && Number(all.replace(/\D/g, '')) === total) {
      times.fullList = performance.now();
      observer.disconnect();
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
  document.addEventListener('DOMContentLoaded', () => {
    const named = [...document.querySelectorAll('script[src], link[rel=modulepreload]')];
    const addresses = new Set(
      named.map((tag) => (tag instanceof HTMLScriptElement ? tag.src : (tag as HTMLLinkElement).href)),
    );
    const loaded = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    times.scripts = Math.max(
      ...loaded.filter(({ name }) => addresses.has(name)).map((entry) => entry.responseEnd),
    );
  });
}

/**
 * Measures from a real key or click (the event's own time) until the list that answers it has been painted: its first
 * change is followed by a frame, and by a message that is handled after that frame was drawn.
 */
export function watchPaints(): void {
  window.paints = [];
  window.waitsForPaint = false;
  let since = 0;
  const begin = (event: Event) => {
    if (event.isTrusted && window.waitsForPaint) since = event.timeStamp;
  };
  for (const type of ['keydown', 'mouseup']) addEventListener(type, begin, { capture: true });
  const drawn = new MessageChannel();
  drawn.port1.onmessage = () => {
    window.paints.push(performance.now() - since);
    since = 0;
  };
  const isInList = ({ target }: MutationRecord) =>
    (target instanceof Element ? target : target.parentElement)?.closest('section') != null;
  const observer = new MutationObserver((changes) => {
    if (!window.waitsForPaint || since === 0 || !changes.some(isInList)) return;
    window.waitsForPaint = false;
    requestAnimationFrame(() => drawn.port2.postMessage(null));
  });
  document.addEventListener('DOMContentLoaded', () => {
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
    });
  });
}

/** Scrolls the list by `step` px a frame and returns the time from each frame to the next, ms. */
export function scrollList({
  step,
  frames,
}: {
  readonly step: number;
  readonly frames: number;
}): Promise<number[]> {
  const grid = document.querySelector('[role=grid]');
  const candidates = grid === null ? [] : [grid, ...grid.querySelectorAll('[role=rowgroup]')];
  const scroller = candidates.find((element) => element.scrollHeight > element.clientHeight + 100);
  if (scroller === undefined) throw new Error('the list does not scroll');
  return new Promise((resolve) => {
    const times: number[] = [];
    let last: number | undefined;
    const frame = (now: number) => {
      if (last !== undefined) times.push(now - last);
      last = now;
      if (times.length >= frames) return resolve(times);
      scroller.scrollTop += step;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}
