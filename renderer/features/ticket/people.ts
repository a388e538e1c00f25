import { isInScope, type User } from '#shared/domain/reference.ts';

const staff = ['operator', 'technician', 'supervisor', 'admin'];

/**
 * Active staff who work for the office and whose name, user name or team holds the search words; oneself first, then
 * technicians, then the rest, each by name.
 */
export function peopleFor(
  users: readonly User[],
  opd: string,
  search: string,
  meId: string,
): readonly User[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (user: User) => (user.id === meId ? 0 : user.role === 'technician' ? 1 : 2);
  return users
    .filter((user) => user.active && staff.includes(user.role) && isInScope(user, opd))
    .filter((user) => {
      const text = `${user.name} ${user.username} ${user.teams.join(' ')} ${user.opd}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'id'));
}
