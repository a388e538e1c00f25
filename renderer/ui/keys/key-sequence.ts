/** A pressed key as shortcuts see it; `at` is any clock in ms (the event's own time stamp). */
export interface KeyPress {
  readonly key: string;
  readonly at: number;
}

/** The second key of a sequence such as `g t` must follow within this time. */
export const sequenceMs = 1200;

/** What a key press means: a shortcut was completed, the first half of one was seen, or nothing. */
export type KeyOutcome =
  | { readonly kind: 'run'; readonly shortcut: string }
  | { readonly kind: 'wait'; readonly first: KeyPress }
  | { readonly kind: 'none' };

/**
 * Matches a key press against shortcuts (`c`, `/`, `g t`, `ArrowDown`). `before` is the first half of a sequence, as an
 * earlier call handed it out; a sequence goes before the single key it ends with.
 */
export function matchKey(shortcuts: readonly string[], before: KeyPress | null, press: KeyPress): KeyOutcome {
  if (before !== null && press.at - before.at <= sequenceMs) {
    const sequence = `${before.key} ${press.key}`;
    if (shortcuts.includes(sequence)) return { kind: 'run', shortcut: sequence };
  }
  if (shortcuts.includes(press.key)) return { kind: 'run', shortcut: press.key };
  if (shortcuts.some((shortcut) => shortcut.startsWith(`${press.key} `)))
    return { kind: 'wait', first: press };
  return { kind: 'none' };
}

interface KeyTarget {
  readonly tagName: string;
  readonly isContentEditable: boolean;
  readonly type?: string;
  getAttribute(name: string): string | null;
}

const textless = ['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color'];

/** True where a key belongs to what is being typed, chosen from, or played with, and not to the shortcuts. */
export function isTypingTarget(target: KeyTarget | null): boolean {
  if (target === null) return false;
  if (target.isContentEditable) return true;
  if (target.tagName === 'TEXTAREA' || target.tagName === 'SELECT') return true;
  if (target.tagName === 'INPUT') return !textless.includes(target.type ?? 'text');
  const role = target.getAttribute('role');
  return role === 'option' || role === 'menuitem' || role === 'listbox';
}
