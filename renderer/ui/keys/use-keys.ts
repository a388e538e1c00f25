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

function isBehindDialog(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (isTypingTarget(target) || isBehindDialog()) return;
  // Enter and space on a button or link are its own.
  if (
    (event.key === 'Enter' || event.key === ' ') &&
    target?.closest('a,button,summary') !== null &&
    target !== null
  )
    return;
  const press = { key: event.key, at: event.timeStamp };
  const merged = new Map<string, () => void>();
  for (const layer of layers) {
    for (const [keys, run] of layer.map()) merged.set(keys, run);
  }
  const outcome = matchKey([...merged.keys()], before, press);
  before = outcome.kind === 'wait' ? outcome.first : null;
  if (outcome.kind !== 'run') return;
  event.preventDefault();
  merged.get(outcome.shortcut)?.();
}

function addLayer(layer: Layer): () => void {
  if (layers.length === 0) document.addEventListener('keydown', onKeyDown);
  layers.push(layer);
  return () => {
    layers.splice(layers.indexOf(layer), 1);
    if (layers.length === 0) document.removeEventListener('keydown', onKeyDown);
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
