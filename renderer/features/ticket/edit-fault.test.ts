import { describe, expect, it } from 'vitest';
import { type EditableField, editableFields } from '#shared/domain/ticket.ts';
import { editFault } from './edit-fault.ts';

describe('what is wrong with a corrected field', () => {
  it.each<[EditableField, string, ReturnType<typeof editFault>]>([
    ['title', '  ', { word: 'needsText' }],
    ['title', 'x'.repeat(301), { word: 'tooLong', max: 300 }],
    ['clientPhone', '0'.repeat(61), { word: 'tooLong', max: 60 }],
    ['cause', 'rusak \ud800', { word: 'notStorable' }],
    ['clientPhone', '', null],
    ['title', 'Internet mati', null],
  ])('%s %j', (field, text, fault) => {
    expect(editFault(field, text)).toEqual(fault);
  });

  it('agrees with what the mutation takes', () => {
    for (const field of Object.keys(editableFields) as EditableField[])
      for (const text of ['', 'telephone', 'x'.repeat(20_001)])
        expect(editFault(field, text) === null).toBe(editableFields[field].safeParse(text).success);
  });
});
