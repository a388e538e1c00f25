import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sessionSchema } from '#shared/sync/protocol.ts';
import { createFirstAdmin, findAccount, setPassword } from '../auth/accounts.ts';
import { hashPassword, isPassword } from '../auth/passwords.ts';
import { accessLifeMs, authenticate } from '../auth/sessions.ts';
import { openDatabase } from '../db/open.ts';
import { deviceOf, login } from './device.ts';
import { createWorld, type PlaceMaker, password, testCost, type World } from './world.ts';

/** Login, tokens and devices (rules LOGIN-n and TOKEN-n). */
export function describeSessions(engine: string, makePlace: PlaceMaker): void {
  describe(`sessions on ${engine}`, () => {
    let world: World;
    beforeAll(async () => {
      world = await createWorld(await makePlace(), { loginLimit: { perAccount: 5, perAddress: 1000 } });
    });
    afterAll(() => world.close());

    const refresh = (refreshToken: string, deviceId: string) =>
      world.request({
        method: 'POST',
        url: '/api/v1/refresh',
        payload: { protocol: 1, deviceId, refreshToken },
      });
    const me = (token: string) =>
      world.request({ method: 'GET', url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } });

    it('LOGIN-1 gives user, device, tokens and epoch; names are not case-sensitive', async () => {
      const answer = await login(world, ' Ana ');
      expect(answer.statusCode).toBe(200);
      const grant = sessionSchema.parse(answer.json());
      expect(grant.user.id).toBe('u-ana');
      expect(grant.lastMutationId).toBe(0);
      expect(grant.deviceCode).toMatch(/^[0-9A-Z]{2}$/);
      expect((await me(grant.accessToken)).json().deviceCode).toBe(grant.deviceCode);
    });

    it('LOGIN-2 answers an unknown name and a wrong password alike', async () => {
      const unknown = await login(world, 'siapa');
      const wrong = await login(world, 'ana', { password: 'bukan-rahasianya' });
      for (const answer of [unknown, wrong]) {
        expect(answer.statusCode).toBe(401);
        expect(answer.json().error.code).toBe('wrong_credentials');
      }
      expect(Object.keys(unknown.json().error)).toEqual(Object.keys(wrong.json().error));
    });

    it('LOGIN-3 bears five failures in 15 minutes, refuses even the right password then, and forgives', async () => {
      const wrong = { password: 'bukan-rahasianya' };
      for (let round = 0; round < 5; round += 1)
        expect((await login(world, 'budi', wrong)).statusCode).toBe(401);
      const refused = await login(world, 'budi');
      expect(refused.statusCode).toBe(429);
      expect(refused.json().error.code).toBe('too_many_requests');
      expect(Number(refused.headers['retry-after'])).toBe(900);
      expect((await login(world, 'ana')).statusCode).toBe(200);
      world.platform.advance(15 * 60_000);
      expect((await login(world, 'budi')).statusCode).toBe(200);
    });

    it('LOGIN-3 F36 bars nobody for longer than the window when the clock of the server is put back', async () => {
      const office = await createWorld(await makePlace(), {
        loginLimit: { perAccount: 5, perAddress: 1000 },
      });
      const wrong = { password: 'bukan-rahasianya' };
      const year = 365 * 86_400_000;
      office.platform.advance(year);
      for (let round = 0; round < 5; round += 1) await login(office, 'budi', wrong);
      office.platform.advance(-year);
      expect((await login(office, 'budi')).statusCode).toBe(200);
      // A clock put back by less still bars, but no longer than the window.
      for (let round = 0; round < 5; round += 1) await login(office, 'budi', wrong);
      office.platform.advance(-10 * 60_000);
      const refused = await login(office, 'budi');
      expect([refused.statusCode, Number(refused.headers['retry-after'])]).toEqual([429, 900]);
      await office.close();
    });

    it('LOGIN-3 lets no more than five of many guesses at once through', async () => {
      const guesses = Array.from({ length: 20 }, (_, at) =>
        login(world, 'citra', { password: `tebakan-ke-${at}` }),
      );
      const codes = (await Promise.all(guesses)).map((answer) => answer.statusCode);
      expect(codes.filter((code) => code === 401).length).toBeLessThanOrEqual(5);
      expect(codes.filter((code) => code === 429).length).toBeGreaterThanOrEqual(15);
    });

    it('LOGIN-3 lets twenty people of one office in at once, and still bears five failures from its address', async () => {
      const limits = { loginLimit: { perAccount: 5, perAddress: 5 } };
      const office = await createWorld(await makePlace(), limits);
      const names = ['ana', 'budi', 'citra', 'teknisi', 'super'];
      const twenty = Array.from({ length: 20 }, (_, at) => login(office, names[at % names.length] ?? ''));
      expect((await Promise.all(twenty)).map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200));

      // Guesses hidden among people who log in: five are told that they were wrong, the others learn nothing.
      const mixed = Array.from({ length: 40 }, (_, at) => {
        const name = names[at % names.length] ?? '';
        return login(office, name, at % 4 === 0 ? {} : { password: `tebakan-ke-${at}` });
      });
      const codes = (await Promise.all(mixed)).map(({ statusCode }) => statusCode);
      expect(codes.filter((code) => code === 401)).toHaveLength(5);
      expect(codes.filter((_, at) => at % 4 !== 0)).not.toContain(200);
      expect((await login(office, 'admin')).statusCode).toBe(429);
      office.platform.advance(15 * 60_000);
      expect((await login(office, 'admin')).statusCode).toBe(200);
      await office.close();
    });

    it('LOGIN-3 tells nobody that a guess was right once five of the same moment were wrong', async () => {
      const limits = { loginLimit: { perAccount: 5, perAddress: 1000 } };
      const office = await createWorld(await makePlace(), limits);
      // Five at a time would be looked at: the right one stands behind them.
      const guesses = Array.from({ length: 60 }, (_, at) =>
        login(office, 'ana', at === 59 ? {} : { password: `tebakan-ke-${at}` }),
      );
      const codes = (await Promise.all(guesses)).map(({ statusCode }) => statusCode);
      expect(codes.filter((code) => code === 401)).toHaveLength(5);
      expect(codes.at(-1)).toBe(429);
      await office.close();
    });

    it('LOGIN-4 keeps a device that belongs to the user, and enrols another for anybody else', async () => {
      const first = await deviceOf(world, 'ana');
      const { deviceId } = first.session;
      expect((await login(world, 'ana', { deviceId })).json().deviceId).toBe(deviceId);
      const other = (await login(world, 'super', { deviceId })).json();
      expect(other.deviceId).not.toBe(deviceId);
      expect(other.deviceCode).not.toBe(first.session.deviceCode);
      expect((await login(world, 'ana', { deviceId: 'nowhere' })).json().deviceId).not.toBe('nowhere');
    });

    it('LOGIN-5 tells only the right password that the account is closed', async () => {
      expect((await login(world, 'mantan')).json().error.code).toBe('account_disabled');
      expect((await login(world, 'mantan', { password: 'x' })).json().error.code).toBe('wrong_credentials');
    });

    it('LOGIN-6 gives two devices enrolled at once two codes', async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => login(world, 'super')));
      expect(new Set(answers.map((answer) => answer.json().deviceCode)).size).toBe(4);
    });

    it('LOGIN-9 bounds the new devices of a person in a day; known ones log in, and others enrol', async () => {
      const office = await createWorld(await makePlace(), { loginLimit: { newDevicesPerDay: 2 } });
      const { deviceId } = (await deviceOf(office, 'ana')).session;
      office.platform.advance(60_000);
      await deviceOf(office, 'ana');
      const refused = await login(office, 'ana');
      expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'too_many_devices']);
      expect(Number(refused.headers['retry-after'])).toBe(86_400 - 60);
      expect((await login(office, 'ana', { deviceId })).statusCode).toBe(200);
      expect((await login(office, 'budi')).statusCode).toBe(200);
      office.platform.advance(86_400_000 - 60_000);
      expect((await login(office, 'ana')).statusCode).toBe(200);
      // A clock that was ahead bars nobody after it was put back.
      office.platform.advance(-30 * 86_400_000);
      expect((await login(office, 'ana')).statusCode).toBe(200);
      await office.close();
    });

    it('LOGIN-9 says that there are no codes left; known devices log in all the same', async () => {
      const office = await createWorld(await makePlace());
      const { deviceId } = (await deviceOf(office, 'ana')).session;
      await office.database.db
        .updateTable('device')
        .set({ ordinal: 1024 + 32 ** 3 - 1 })
        .execute();
      const refused = await login(office, 'budi');
      expect([refused.statusCode, refused.json().error.code]).toEqual([503, 'no_device_codes']);
      expect((await login(office, 'ana', { deviceId })).statusCode).toBe(200);
      await office.close();
    });

    it('LOGIN-7 F37 says which side is too old', async () => {
      expect((await login(world, 'ana', { protocol: 0 })).json().error.code).toBe('client_too_old');
      const newer = await login(world, 'ana', { protocol: 999 });
      expect([newer.statusCode, newer.json().error.code]).toEqual([426, 'client_too_new']);
    });

    it('TOKEN-1 lets an access token live 15 minutes', async () => {
      const { session } = await deviceOf(world, 'ana');
      world.platform.advance(accessLifeMs - 1);
      expect((await me(session.accessToken)).statusCode).toBe(200);
      world.platform.advance(1);
      expect((await me(session.accessToken)).json().error.code).toBe('unauthenticated');
      expect((await refresh(session.refreshToken, session.deviceId)).statusCode).toBe(200);
    });

    it('TOKEN-2 takes the previous refresh token again while the new tokens are unused', async () => {
      const { session } = await deviceOf(world, 'ana');
      await refresh(session.refreshToken, session.deviceId);
      const again = sessionSchema.parse((await refresh(session.refreshToken, session.deviceId)).json());
      expect((await me(again.accessToken)).statusCode).toBe(200);
      expect((await refresh(again.refreshToken, session.deviceId)).statusCode).toBe(200);
    });

    it('TOKEN-2 the first use of a token that is replaced in the same moment costs the lost answer nothing', async () => {
      const device = await deviceOf(world, 'ana');
      await device.refresh();
      const { accessToken, refreshToken, deviceId } = device.session;
      let lost: number | null = null;
      const between = world.database.db.withPlugin({
        transformQuery: ({ node }) => node,
        async transformResult({ result }) {
          lost ??= (await refresh(refreshToken, deviceId)).statusCode;
          return result;
        },
      });
      expect((await authenticate(between, accessToken, world.platform.clock())).ok).toBe(true);
      expect(lost).toBe(200);
      expect((await refresh(refreshToken, deviceId)).statusCode).toBe(200);
    });

    it('TOKEN-3 ends the session when a token comes back that was replaced and used', async () => {
      const { session } = await deviceOf(world, 'ana');
      const next = sessionSchema.parse((await refresh(session.refreshToken, session.deviceId)).json());
      expect((await me(next.accessToken)).statusCode).toBe(200);
      expect((await refresh(session.refreshToken, session.deviceId)).statusCode).toBe(401);
      expect((await refresh(next.refreshToken, session.deviceId)).statusCode).toBe(401);
      expect((await me(next.accessToken)).statusCode).toBe(401);
    });

    it('TOKEN-4 binds the refresh token to its device', async () => {
      const one = await deviceOf(world, 'ana');
      const two = await deviceOf(world, 'ana');
      expect((await refresh(one.session.refreshToken, two.session.deviceId)).statusCode).toBe(401);
      expect((await refresh(one.session.refreshToken, one.session.deviceId)).statusCode).toBe(200);
    });

    it('TOKEN-5 stores no token in clear text', async () => {
      const { session } = await deviceOf(world, 'ana');
      const stored = JSON.stringify([
        await world.database.db.selectFrom('session').selectAll().execute(),
        await world.database.db.selectFrom('access_token').selectAll().execute(),
        await world.database.db.selectFrom('account').selectAll().execute(),
        world.logged,
      ]);
      for (const secret of [session.accessToken, session.refreshToken, password])
        expect(stored).not.toContain(secret);
    });

    it('TOKEN-6 logs out on the server', async () => {
      const device = await deviceOf(world, 'ana');
      expect((await device.send('logout', {})).statusCode).toBe(200);
      expect((await me(device.session.accessToken)).statusCode).toBe(401);
      expect((await refresh(device.session.refreshToken, device.session.deviceId)).statusCode).toBe(401);
    });

    it('TOKEN-7 F23 refuses a closed account at its next request, and lets it in again when reopened', async () => {
      const device = await deviceOf(world, 'teknisi');
      await world.setUser('teknisi', { active: false });
      expect((await me(device.session.accessToken)).json().error.code).toBe('account_disabled');
      expect((await device.pushError(device.registration())).code).toBe('account_disabled');
      device.lastId -= 1;
      await world.setUser('teknisi', {});
      expect((await device.push(device.registration())).lastMutationId).toBe(1);
    });

    it('LOGIN-8 creates one administrator with a one-time password on an empty database, and none later', async () => {
      const place = await makePlace();
      const fresh = await openDatabase(place, world.platform);
      const make = () => createFirstAdmin(fresh.db, world.platform, testCost);
      const passwords = (await Promise.all([make(), make(), make()])).filter((made) => made !== null);
      expect(passwords.length).toBe(1);
      expect(await make()).toBeNull();
      const account = await findAccount(fresh.db, 'admin');
      expect(account?.mustChange).toBe(true);
      expect(await isPassword(account?.passwordHash ?? '', passwords[0] ?? '')).toBe(true);
      await fresh.close();
    });

    it('PASSWORD-1 changes the password, keeps this session and ends the others', async () => {
      const here = await deviceOf(world, 'admin');
      const elsewhere = await deviceOf(world, 'admin');
      const next = 'kata-sandi-baru-2026';
      const send = (present: string, wanted: string) =>
        here.send('password', { protocol: 1, present, next: wanted });
      expect((await send('salah-sekali-ini', next)).json().error.code).toBe('wrong_credentials');
      expect((await send(password, 'pendek')).json().error.field).toBe('next');
      expect((await send(password, 'admin-admin-admin')).json().error.field).toBe('next');
      expect((await send(password, next)).statusCode).toBe(200);
      expect((await me(here.session.accessToken)).statusCode).toBe(200);
      expect((await me(elsewhere.session.accessToken)).statusCode).toBe(401);
      expect((await login(world, 'admin')).statusCode).toBe(401);
      expect((await login(world, 'admin', { password: next })).statusCode).toBe(200);
    });

    it('PASSWORD-1 a password changed while the one before was looked at lets nobody in, nor does it come back', async () => {
      const { db } = world.database;
      const next = 'kata-sandi-sesudahnya';
      // Made with another cost, so that a login makes the hash anew.
      const outdated = await hashPassword(password, { ...testCost, timeCost: 3 });
      const hashed = await hashPassword(next, testCost);
      const more = { mustChange: false, now: world.platform.clock(), keepSession: null };
      const set = (hash: string) =>
        db.transaction().execute((tx) => setPassword(tx, 'u-teknisi', hash, more));
      await set(outdated);
      const { passwordLanes } = world.services;
      const run = passwordLanes.run.bind(passwordLanes);
      const looking = vi.spyOn(passwordLanes, 'run').mockImplementationOnce(async (lane, work) => {
        const looked = await run(lane, work);
        await set(hashed);
        return looked;
      });
      const raced = await login(world, 'teknisi');
      looking.mockRestore();
      expect([raced.statusCode, raced.json().error.code]).toEqual([401, 'wrong_credentials']);
      expect((await login(world, 'teknisi')).statusCode).toBe(401);
      expect((await login(world, 'teknisi', { password: next })).statusCode).toBe(200);
    });
  });
}
