import { useEffect, useRef } from 'react';
import { isTypingTarget, type KeyPress, matchKey } from './key-sequence.ts';

/** Keys as people write them (`c`, `/`, `g t`, `ArrowDown`), and what they do. */
export type KeyMap = readonly (readonly [keys: string, run: () => void])[];

interface Layer {
  readonly map: () => KeyMap;
}

/** The innermost screen's shortcuts come last and go first. */
const layers: Layer[] = [];
let before: KeyPress | null = null;

/** Whether a dialog, a menu or an open list covered the page when the key went down, before anybody acted on it. */
let wasCovered = false;

function onKeyDownFirst(event: KeyboardEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  wasCovered =
    document.querySelector('[role="dialog"], [role="menu"]') !== null ||
    target?.getAttribute('aria-expanded') === 'true';
}

/** Enter and space on a button or link are its own. */
function isPressOf(target: HTMLElement | null, key: string): boolean {
  return (key === 'Enter' || key === ' ') && target !== null && target.closest('a,button,summary') !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (wasCovered || isTypingTarget(target) || isPressOf(target, event.key)) return;
  const merged = new Map(layers.flatMap((layer) => layer.map()));
  const outcome = matchKey([...merged.keys()], before, { key: event.key, at: event.timeStamp });
  before = outcome.kind === 'wait' ? outcome.first : null;
  if (outcome.kind !== 'run') return;
  event.preventDefault();
  merged.get(outcome.shortcut)?.();
}

function addLayer(layer: Layer): () => void {
  if (layers.length === 0) {
    // On the window, and early: a dialog closes itself there, and may be gone before the document hears of the key.
    globalThis.addEventListener('keydown', onKeyDownFirst, true);
    document.addEventListener('keydown', onKeyDown);
  }
  layers.push(layer);
  return () => {
    layers.splice(layers.indexOf(layer), 1);
    if (layers.length > 0) return;
    globalThis.removeEventListener('keydown', onKeyDownFirst, true);
    document.removeEventListener('keydown', onKeyDown);
  };
}

/**
 * Gives shortcuts while the component is shown. They rest while somebody types or a dialog is open, and leave
 * combinations with Ctrl, Alt and Meta to the browser. Of two for the same keys, the one mounted last wins.
 */
export function useKeys(map: KeyMap, isActive = true): void {
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => (isActive ? addLayer({ map: () => latest.current }) : undefined), [isActive]);
}
