/** Every shortcut of the app in the order of the help dialog. Tooltips and the dialog read it; screens bind the keys. */
export const shortcuts = [
  { group: 'everywhere', keys: ['c'], does: 'newTicket' },
  { group: 'everywhere', keys: ['f'], does: 'newReport' },
  { group: 'everywhere', keys: ['/'], does: 'search' },
  { group: 'everywhere', keys: ['g t'], does: 'goTickets' },
  { group: 'everywhere', keys: ['g s'], does: 'goTasks' },
  { group: 'everywhere', keys: ['g r'], does: 'goRecap' },
  { group: 'everywhere', keys: ['g v'], does: 'goReview' },
  { group: 'everywhere', keys: ['?'], does: 'help' },
  { group: 'list', keys: ['j', 'ArrowDown'], does: 'next' },
  { group: 'list', keys: ['k', 'ArrowUp'], does: 'previous' },
  { group: 'list', keys: ['Home'], does: 'first' },
  { group: 'list', keys: ['End'], does: 'last' },
  { group: 'list', keys: ['Enter'], does: 'open' },
  { group: 'list', keys: ['o'], does: 'beside' },
  { group: 'ticket', keys: ['r'], does: 'reply' },
  { group: 'ticket', keys: ['n'], does: 'note' },
  { group: 'ticket', keys: ['e'], does: 'escalate' },
  { group: 'ticket', keys: ['s'], does: 'status' },
  { group: 'ticket', keys: ['a'], does: 'assign' },
  { group: 'ticket', keys: ['p'], does: 'print' },
  { group: 'ticket', keys: ['Escape'], does: 'leave' },
  { group: 'writing', keys: ['Ctrl+Enter'], does: 'send' },
  { group: 'writing', keys: ['Escape'], does: 'stopWriting' },
] as const;

export type ShortcutName = (typeof shortcuts)[number]['does'];
export const shortcutGroups = ['everywhere', 'list', 'ticket', 'writing'] as const;

/** The keys of a shortcut as shown in a tooltip: the first one. */
export function keysOf(name: ShortcutName): string {
  return shortcuts.find(({ does }) => does === name)?.keys[0] ?? '';
}
