import { describe, expect, it } from 'vitest';
import { withChosen } from './form-setting.ts';

const staff = [{ value: 'teknisi', label: 'Budi' }];
const label = (value: string) => `Nama ${value}`;

describe('choices with what is chosen already', () => {
  it('show a person who left, or a service no longer offered, instead of an empty field', () => {
    expect(withChosen(staff, 'keluar', label)).toEqual([{ value: 'keluar', label: 'Nama keluar' }, ...staff]);
  });
  it('are as offered where nothing, or something of them, is chosen', () => {
    expect(withChosen(staff, '', label)).toBe(staff);
    expect(withChosen(staff, 'teknisi', label)).toBe(staff);
  });
});
