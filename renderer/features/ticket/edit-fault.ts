import { type EditableField, editableFields } from '#shared/domain/ticket.ts';

/** Why a corrected field cannot be saved as it is typed; `max` is the number of letters there is room for. */
type EditFault =
  | { readonly word: 'needsText' | 'notStorable' }
  | { readonly word: 'tooLong'; readonly max: number };

/** What is wrong with the text typed for a field; null where it may be saved. */
export function editFault(field: EditableField, text: string): EditFault | null {
  const issue = editableFields[field].safeParse(text).error?.issues[0];
  if (issue === undefined) return null;
  if (issue.code === 'too_big') return { word: 'tooLong', max: Number(issue.maximum) };
  return { word: issue.message === 'text_not_storable' ? 'notStorable' : 'needsText' };
}
