import { text } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import { role } from '#shared/domain/codes.ts';
import { weaknessOf } from '#shared/domain/password.ts';
import { type User, userSchema } from '#shared/domain/reference.ts';
import { findAccount, generatePassword, readUser, saveAccount, setPassword } from '../auth/accounts.ts';
import { defaultPasswordCost, hashPassword } from '../auth/passwords.ts';
import { systemPlatform as platform } from '../platform/system-clock.ts';
import { writeRows } from '../store/rows.ts';
import { InputError, print, tell } from './output.ts';
import { type PlaceOptions, withPlace } from './place.ts';
import { withDatabase } from './with-database.ts';

interface UserOptions extends PlaceOptions {
  readonly username: string;
  readonly name: string;
  readonly role: string;
  readonly opd: string;
  readonly scope?: string[];
  readonly position?: string;
  readonly nip?: string;
  readonly email?: string;
  readonly team?: string[];
  readonly passwordStdin?: boolean;
}

/** The password from standard input, or a generated one that is printed on stderr. */
async function choosePassword(username: string, fromStdin: boolean | undefined): Promise<string> {
  if (fromStdin !== true) {
    const password = generatePassword(platform);
    tell(`password for "${username}" (to be changed after the first login): ${password}`);
    return password;
  }
  const password = (await text(process.stdin)).replace(/\r?\n$/, '');
  const weakness = weaknessOf(password, username);
  if (weakness !== null) throw new InputError('password', weakness);
  return password;
}

function userOf(options: UserOptions, id: string): User {
  const scope = options.scope ?? [options.opd];
  const parsed = userSchema.safeParse({
    id,
    username: options.username,
    name: options.name,
    role: options.role,
    opd: options.opd,
    scope: scope.includes('*') ? '*' : scope,
    position: options.position ?? '',
    nip: options.nip ?? '',
    email: options.email ?? '',
    teams: options.team ?? [],
  });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError(issue?.path.join('.') ?? 'user', issue?.message ?? 'invalid');
}

async function add(options: UserOptions): Promise<void> {
  const user = userOf(options, platform.id());
  await withDatabase(options, async ({ db }) => {
    if ((await findAccount(db, user.username)) !== undefined)
      throw new InputError('username', `"${user.username}" exists already`);
    const password = await choosePassword(user.username, options.passwordStdin);
    const hashed = await hashPassword(password, defaultPasswordCost);
    const more = { mustChange: options.passwordStdin !== true, now: platform.clock() };
    await db.transaction().execute((tx) => saveAccount(tx, user, hashed, more));
    print(JSON.stringify({ id: user.id, username: user.username }));
  });
}

type NamedOptions = PlaceOptions & { readonly username: string; readonly passwordStdin?: boolean };

async function resetPassword(options: NamedOptions): Promise<void> {
  await withDatabase(options, async ({ db }) => {
    const account = await findAccount(db, options.username);
    if (account === undefined) throw new InputError('username', `"${options.username}" is unknown`);
    const password = await choosePassword(options.username, options.passwordStdin);
    const hashed = await hashPassword(password, defaultPasswordCost);
    const more = { mustChange: true, now: platform.clock(), keepSession: null };
    await db.transaction().execute((tx) => setPassword(tx, account.userId, hashed, more));
    print(JSON.stringify({ id: account.userId, username: options.username }));
  });
}

async function setActive(options: NamedOptions, active: boolean): Promise<void> {
  await withDatabase(options, async ({ db }) => {
    const account = await findAccount(db, options.username);
    const user = account === undefined ? undefined : await readUser(db, account.userId);
    if (user === undefined) throw new InputError('username', `"${options.username}" is unknown`);
    const doc = { ...user, active };
    await db.transaction().execute((tx) => writeRows(tx, [{ kind: 'user', id: user.id, doc }]));
    print(JSON.stringify({ id: user.id, username: user.username, active }));
  });
}

/** `user add|password|disable|enable`: accounts, while the server stands still or on PostgreSQL. */
export function userCommand(): Command {
  const users = new Command('user').description('accounts');
  const named = (name: string, description: string) =>
    withPlace(users.command(name)).description(description).requiredOption('--username <name>', 'login name');
  named('add', 'create a user and the account to log in with')
    .requiredOption('--name <name>', 'full name')
    .addOption(new Option('--role <role>', 'role').choices(role.options).makeOptionMandatory())
    .requiredOption('--opd <code>', 'office of the user')
    .option('--scope <code...>', 'offices whose tickets the user works on; * for all', undefined)
    .option('--position <text>', 'position')
    .option('--nip <text>', 'civil servant number')
    .option('--email <address>', 'work address for notices')
    .option('--team <name...>', 'teams')
    .option('--password-stdin', 'read the password from standard input instead of generating one')
    .action(add);
  named('password', 'set a new password and end every session of the user')
    .option('--password-stdin', 'read the password from standard input instead of generating one')
    .action(resetPassword);
  named('disable', 'close the account: its next request is refused').action((options: NamedOptions) =>
    setActive(options, false),
  );
  named('enable', 'open the account again').action((options: NamedOptions) => setActive(options, true));
  return users;
}
