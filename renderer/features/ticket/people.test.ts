import { describe, expect, it } from 'vitest';
import { people as desk, testUser } from '../../../test/support/desk-in-memory.ts';
import { peopleFor } from './people.ts';

const users = [
  ...Object.values(desk),
  testUser('budi', 'technician', { name: 'Budi Santoso', teams: ['infrastructure'] }),
  testUser('zaki', 'supervisor', { name: 'Zaki', scope: '*' }),
];
const ids = (search: string, opd = 'DINKES') => peopleFor(users, opd, search, 'operator').map(({ id }) => id);

describe('people a ticket may be given to', () => {
  it('are active staff who work for the office', () => {
    const found = ids('');
    expect(found).not.toContain('klien');
    expect(found).not.toContain('pengetahuan');
    expect(found).not.toContain('keluar');
    expect(found).not.toContain('orang-lain');
    expect(found).toContain('zaki');
  });
  it('begin with oneself, then the technicians', () => {
    const [first, second] = ids('');
    expect(first).toBe('operator');
    expect(['budi', 'teknisi', 'teknisi2']).toContain(second);
  });
  it('are found by any part of name, user name and team', () => {
    expect(ids('santo bud')).toEqual(['budi']);
    expect(ids('infrastructure')).toEqual(['budi', 'teknisi']);
    expect(ids('tidak ada')).toEqual([]);
  });
});
