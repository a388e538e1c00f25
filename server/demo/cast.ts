import { isInScope, type User } from '#shared/domain/reference.ts';
import type { DemoOffice, Phrases, Story } from './definitions.ts';
import type { Random } from './random.ts';

/** The people and things of one ticket. */
export interface Cast {
  readonly office: DemoOffice;
  readonly operator: User;
  readonly technician: User;
  /** A technician of another team, to whom an escalation may go by mistake; null where one does everything. */
  readonly wrongTechnician: User | null;
  readonly supervisor: User;
  readonly client: { name: string; opd: string; position: string; phone: string; email: string };
  /** Which wording of the story's texts, see `wording`. */
  readonly variant: number;
  /** Fills the `{…}` of the story's texts. */
  readonly slots: Readonly<Record<string, string>>;
}

/** Chooses who reports, who answers and who solves. Everyone chosen works for the office. */
export function chooseCast(
  story: Story,
  office: DemoOffice,
  users: readonly User[],
  phrases: Phrases,
  random: Random,
): Cast {
  const staff = users.filter((user) => isInScope(user, office.code));
  const operators = staff.filter((user) => user.role === 'operator');
  const own = operators.filter((user) => user.opd === office.code);
  const technicians = staff.filter((user) => user.role === 'technician');
  const inTeam = technicians.filter((user) => user.teams.includes(story.team));
  const others = technicians.filter((user) => !user.teams.includes(story.team));
  const first = random.pick(phrases.firstNames);
  const last = random.pick(phrases.lastNames);
  const unit = random.pick(office.units);
  const code = `${office.code.slice(0, 6)}-${String(random.whole(1, 180)).padStart(3, '0')}`;
  const hardware = phrases.hardware.slice(0, story.serviceItem.includes('Server') ? undefined : 2);
  const asset = (story.serviceItem.includes('Laptop') ? 'LT-{code}' : random.pick(hardware)).replace(
    '{code}',
    code,
  );
  return {
    office,
    operator: random.pick(own.length > 0 && random.chance(0.5) ? own : operators),
    technician: random.pick(inTeam),
    wrongTechnician: others.length === 0 ? null : random.pick(others),
    supervisor: random.pick(staff.filter((user) => user.role === 'supervisor')),
    client: {
      name: `${first} ${last}`,
      opd: office.code,
      position: `${random.pick(phrases.positions)}, ${unit}`,
      phone: `0812-5550-${String(random.whole(0, 9999)).padStart(4, '0')}`,
      email: `${first}.${last}@${office.code}.kotacontoh.example`.toLowerCase(),
    },
    variant: random.whole(0, 11),
    slots: {
      app: random.pick(office.apps),
      unit,
      room: random.pick(office.rooms),
      asset: story.serviceItem === 'Server down' ? `SRV-${code}` : asset,
      count: String(random.whole(2, 24)),
      hour: `${String(random.whole(7, 14)).padStart(2, '0')}.${random.pick(['05', '15', '30', '45'])}`,
    },
  };
}
