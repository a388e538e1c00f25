import { formatTicketNumber } from '#shared/domain/ticket-number.ts';
import type { Cursor, MutationEnvelope } from '#shared/sync/protocol.ts';
import { Access, type SignedOut } from '../../../renderer/data/sync/access.ts';
import { type CallFailure, ServerApi } from '../../../renderer/data/sync/api.ts';
import { type ExchangeEnd, endOf } from '../../../renderer/data/sync/exchange-end.ts';
import { SyncLoop } from '../../../renderer/data/sync/loop.ts';
import { listenForPokes } from '../../../renderer/data/sync/poke.ts';
import type { TokenStore, Tokens } from '../../../renderer/data/sync/tokens.ts';
import { systemEnvironment } from '../../../renderer/data/system-environment.ts';
import { type DevicePlan, type DeviceReport, officeTicketId } from './returning-plan.ts';
import { digestOf, rowLine } from './row-digest.ts';

const pageSize = 1_000;
const registrations = 2;
const never = Number.POSITIVE_INFINITY;

/** Two new tickets, then replies, notes and priorities on the office's tickets; each text names its device and number. */
function workOf(
  { opd, deviceCode, mutations, ticketsOfOffice }: DevicePlan,
  now: number,
): MutationEnvelope[] {
  return Array.from({ length: mutations }, (_, at): MutationEnvelope => {
    const envelope = { id: at + 1, occurredAt: now, seenServerTime: now };
    if (at < registrations) {
      const parts = { kind: 'incident', opd, month: '2611', device: deviceCode, sequence: at + 1 } as const;
      const args = {
        id: `bench-new-${deviceCode}-${at}`,
        number: formatTicketNumber(parts),
        kind: 'incident',
        opd,
        channel: 'telephone',
        title: `Jaringan mati ${at}`,
        description: 'Tidak dapat masuk ke aplikasi.',
        client: { name: 'Siti' },
        category: 'incident_network',
        urgency: 'high',
        impact: 'medium',
        reportedAt: now,
        forms: [],
      };
      return { ...envelope, name: 'ticket.register', args };
    }
    const id = officeTicketId(opd, (at * 7 + Number.parseInt(deviceCode, 36)) % ticketsOfOffice);
    const text = `Catatan ${deviceCode} nomor ${at + 1}`;
    return { ...envelope, name: at % 2 === 0 ? 'ticket.reply' : 'ticket.note', args: { id, text } };
  });
}

function tokenStore(refreshToken: string): TokenStore {
  // Access tokens live a quarter of an hour: after a night this one is refused.
  let tokens: Tokens | null = { accessToken: 'x'.repeat(43), accessExpiresAt: 0, refreshToken };
  return {
    load: async () => tokens,
    async replace(_, after) {
      tokens = after;
    },
  };
}

/**
 * A device that comes back: the product's own calls, tokens, loop and listener for pokes, with an outbox and rows that are
 * kept in memory as keys only.
 */
export class ReturningDevice {
  readonly #plan: DevicePlan;
  readonly #api: ServerApi;
  readonly #access: Access;
  readonly #environment: ReturnType<typeof systemEnvironment>;
  readonly #rows = new Map<string, string>();
  readonly #pushMs: number[] = [];
  readonly #report = { arrivedAt: 0, pushedAt: never, caughtUpAt: never, convergedAt: never };
  readonly #end = new AbortController();
  #outbox: readonly MutationEnvelope[];
  #cursor: Cursor;
  #pulls = 0;
  #failures = 0;
  #refused = 0;

  constructor(plan: DevicePlan) {
    this.#plan = plan;
    const environment = systemEnvironment(plan.origin);
    this.#environment = environment;
    this.#api = new ServerApi(environment);
    this.#access = new Access(this.#api, tokenStore(plan.refreshToken), plan.deviceId, environment);
    this.#outbox = workOf(plan, environment.deviceNow());
    this.#cursor = { epoch: plan.epoch, versions: plan.versions };
  }

  /** Lives from its arrival until it has everybody's work, or `patience` is at an end; `start` is the fleet's zero. */
  async live(start: number, patience: AbortSignal): Promise<DeviceReport> {
    const { sleep, monotonicNow } = this.#environment;
    const stop = () => this.#end.abort();
    patience.addEventListener('abort', stop);
    await sleep(this.#plan.arrivesAfter, patience);
    this.#report.arrivedAt = monotonicNow() - start;
    const loop = new SyncLoop({ exchange: () => this.#exchange(start) }, this.#environment);
    const onPoke = () => loop.wake('poke');
    const onLive = (isLive: boolean) => loop.setLive(isLive);
    const listening = listenForPokes(
      { api: this.#api, access: this.#access, ports: this.#environment, onPoke, onLive },
      this.#end.signal,
    );
    await loop.run(this.#end.signal);
    await listening;
    patience.removeEventListener('abort', stop);
    return {
      deviceId: this.#plan.deviceId,
      ...this.#report,
      pushMs: this.#pushMs,
      pulls: this.#pulls,
      failures: this.#failures,
      refused: this.#refused,
      digest: digestOf(this.#rows.values()),
    };
  }

  async #exchange(start: number): Promise<ExchangeEnd> {
    const report = this.#report;
    const now = () => this.#environment.monotonicNow() - start;
    const stopped = await this.#push();
    if (stopped !== null) return stopped;
    report.pushedAt = Math.min(report.pushedAt, now());
    const end = (await this.#pull()) ?? { kind: 'done' };
    if (end.kind !== 'done') return end;
    report.caughtUpAt = Math.min(report.caughtUpAt, now());
    if ((this.#cursor.versions[`opd:${this.#plan.opd}`] ?? 0) >= this.#plan.target) {
      report.convergedAt = now();
      this.#end.abort();
    }
    return end;
  }

  async #push(): Promise<ExchangeEnd | null> {
    if (this.#outbox.length === 0) return null;
    const { epoch } = this.#plan;
    // A clock that was not compared for a night is compared before work is sent, as the product does.
    const asked = await this.#access.call((token) => this.#api.push([], [], epoch, token));
    if (!asked.ok) return this.#failed(asked.error);
    const start = this.#environment.monotonicNow();
    const answer = await this.#access.call((token) => this.#api.push(this.#outbox, [], epoch, token));
    if (!answer.ok) return this.#failed(answer.error);
    this.#pushMs.push(this.#environment.monotonicNow() - start);
    this.#refused += answer.value.outcomes.length;
    this.#outbox = this.#outbox.filter(({ id }) => id > answer.value.lastMutationId);
    return null;
  }

  async #pull(): Promise<ExchangeEnd | null> {
    for (;;) {
      const request = { cursor: this.#cursor, outcomesAfter: 0, limit: pageSize };
      const answer = await this.#access.call((token) => this.#api.pull(request, token));
      if (!answer.ok) return this.#failed(answer.error);
      const { changes, cursor, more } = answer.value;
      this.#pulls += 1;
      for (const { kind, id, doc } of changes) {
        if (doc === null) this.#rows.delete(`${kind}|${id}`);
        else this.#rows.set(`${kind}|${id}`, rowLine(kind, id, doc));
      }
      this.#cursor = cursor;
      if (!more) return null;
    }
  }

  #failed(failure: CallFailure | SignedOut): ExchangeEnd {
    this.#failures += 1;
    return endOf(failure);
  }
}
