import type { RefusalCode } from '#shared/mutations/refusal.ts';
import type { ReviewItem } from '../../data/contract.ts';
import type { ReviewProspects } from '../../data/review-contract.ts';
import { personFields } from './person-fields.ts';
import { typedTexts } from './typed-texts.ts';

/**
 * What can be decided about an item. `resend`: the same again, of a replaced value mine again. `renumber`: register under a
 * new number. `edit`: correct what was typed, in the form it came from or here. `attach`: another file, or the same anew.
 * `remove`: take the file off the ticket. `discard`: let it go.
 */
const reviewActions = [
  'renumber',
  'edit',
  'resend',
  'attach',
  'remove',
  'note',
  'open',
  'copy',
  'discard',
] as const;
export type ReviewAction = (typeof reviewActions)[number];

/** What helps against a refusal, best first. What cannot succeed as things stand is passed over. */
const remedies: Readonly<Record<RefusalCode, readonly ReviewAction[]>> = {
  unknown_mutation: ['resend', 'note'],
  invalid_arguments: ['edit', 'note'],
  ticket_not_found: ['resend', 'copy'],
  ticket_exists: ['open'],
  forbidden: ['resend', 'note'],
  out_of_scope: ['resend', 'edit', 'copy'],
  opd_unknown: ['edit', 'resend'],
  policy_unknown: ['resend', 'note'],
  number_invalid: ['renumber'],
  number_taken: ['renumber'],
  reported_in_future: ['resend', 'edit'],
  illegal_move: ['resend', 'note'],
  ticket_finished: ['resend', 'note'],
  reason_missing: ['edit', 'note'],
  assignee_unknown: ['edit', 'resend'],
  assignee_out_of_scope: ['edit', 'resend'],
  escalation_open: ['resend', 'note'],
  escalation_not_open: ['note', 'open'],
  not_recipient: ['resend', 'note'],
  form_not_found: ['resend', 'note'],
  form_exists: ['edit', 'note'],
  consent_missing: ['edit', 'note'],
  incomplete: ['resend', 'open'],
  metric_unknown: ['resend', 'note'],
  not_breached: ['resend', 'note'],
  excuse_not_pending: ['resend', 'note'],
  step_unknown: ['resend', 'note'],
  not_due: ['resend', 'note'],
  version_unchanged: ['resend', 'note'],
  file_exists: ['attach'],
  file_not_found: ['resend', 'note'],
  failed: ['resend', 'note'],
};

/** The same word for word is refused again, whatever this device thinks of it. */
const neverAgain: ReadonlySet<RefusalCode> = new Set([
  'invalid_arguments',
  'ticket_exists',
  'number_invalid',
  'number_taken',
  'reason_missing',
  'form_exists',
  'consent_missing',
  'file_exists',
]);

/** Refusals that other words, another person or another number mend. */
const mendable: ReadonlySet<RefusalCode> = new Set([
  'invalid_arguments',
  'opd_unknown',
  'number_invalid',
  'number_taken',
  'reported_in_future',
  'reason_missing',
  'assignee_unknown',
  'assignee_out_of_scope',
  'form_exists',
  'consent_missing',
]);

/** Made by the app itself: nobody typed anything, and nobody misses it. */
const machineMade: ReadonlySet<string> = new Set(['notice.record', 'ticket.expire']);

/** Where what was typed can be corrected: in the form it came from, on the card, or nowhere because nothing was typed. */
export function editorOf({ mutation }: ReviewItem): 'form' | 'card' | null {
  if (mutation === null) return null;
  if (mutation.name === 'ticket.register') return 'form';
  const hasFields = typedTexts(mutation.args).length > 0 || personFields(mutation).length > 0;
  return hasFields ? 'card' : null;
}

function mayEdit(item: ReviewItem, { ticket, obstacle }: ReviewProspects): boolean {
  const editor = editorOf(item);
  if (editor === null) return false;
  if (editor === 'form')
    return (
      ticket === undefined &&
      (obstacle === null || mendable.has(obstacle.code) || obstacle.code === 'out_of_scope')
    );
  return ticket !== undefined && (obstacle === null || mendable.has(obstacle.code));
}

/** True where the action would succeed as things stand on this device. */
function canSucceed(action: ReviewAction, item: ReviewItem, prospects: ReviewProspects): boolean {
  const { ticket, obstacle, mayNote } = prospects;
  const name = item.mutation?.name ?? '';
  const code = item.refusal?.code;
  switch (action) {
    case 'resend':
      return item.type !== 'file' && obstacle === null && (code === undefined || !neverAgain.has(code));
    case 'renumber':
      return (
        name === 'ticket.register' &&
        (code === 'number_taken' || code === 'number_invalid') &&
        (obstacle === null || obstacle.code === 'number_invalid' || obstacle.code === 'number_taken')
      );
    case 'edit':
      return mayEdit(item, prospects);
    case 'attach':
      return (item.type === 'file' || name === 'attachment.add') && mayNote;
    case 'remove':
      return item.type === 'file' && obstacle === null;
    case 'note':
      return mayNote && item.type !== 'file' && !machineMade.has(name);
    case 'open':
      return ticket !== undefined;
    case 'copy':
      return item.mutation !== null && typedTexts(item.mutation.args).length > 0;
    case 'discard':
      return true;
  }
}

/** Shown although it would be refused now: the reason it gives names what is in the way. */
function isShownAnyway(action: ReviewAction, item: ReviewItem, { ticket }: ReviewProspects): boolean {
  const { refusal, mutation } = item;
  if (item.type === 'file') return false;
  if (action === 'resend')
    return refusal === null || (!neverAgain.has(refusal.code) && !machineMade.has(mutation?.name ?? ''));
  return action === 'edit' && editorOf(item) === 'card' && ticket !== undefined;
}

/** The actions of an item, the one that helps best first; that one can succeed. */
export function actionsFor(item: ReviewItem, prospects: ReviewProspects): readonly ReviewAction[] {
  const able = (action: ReviewAction) => canSucceed(action, item, prospects);
  const last: readonly ReviewAction[] = machineMade.has(item.mutation?.name ?? '') ? ['discard'] : [];
  const wanted = [...(item.refusal === null ? [] : remedies[item.refusal.code]), ...last];
  const inOrder: readonly ReviewAction[] =
    item.type === 'refused' ? [...wanted, ...reviewActions] : reviewActions;
  const primary = inOrder.find(able) ?? 'discard';
  const others = reviewActions.filter(
    (action) => action !== primary && able(action) && !(action === 'copy' && able('note')),
  );
  const hopeless = reviewActions.filter(
    (action) => action !== primary && !able(action) && isShownAnyway(action, item, prospects),
  );
  return [
    primary,
    ...others.filter((action) => action !== 'discard'),
    ...hopeless,
    ...(primary === 'discard' ? [] : (['discard'] as const)),
  ];
}
