import { longestWaitMs } from '#shared/deadlines/deadline-watch.ts';
import type { StartTimer } from '../platform/timer.ts';
import type { Services } from '../services.ts';
import { forgetOldMails, markFailed, markSent, nextAttempt, takeDueMail } from './mail-queue.ts';
import { Rounds } from './rounds.ts';
import type { Post } from './smtp.ts';

const dayMs = 86_400_000;
/** A relay that did not answer is left alone for so long, ms. */
const restMs = 30_000;

/** What went wrong, for the log: the answer's number or the library's code, never addresses or words of the relay. */
function problemOf(error: unknown): { readonly code: string; readonly isRelayGone: boolean } {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  // A relay that does not let the server in says nothing about this one mail.
  if (typeof responseCode === 'number') return { code: String(responseCode), isRelayGone: code === 'EAUTH' };
  return { code: typeof code === 'string' ? code : 'unknown', isRelayGone: true };
}

/**
 * Sends what is in the queue: at once when something was queued, again later what failed. Of several server processes each
 * takes other mails.
 */
export class MailSender {
  readonly #services: Services;
  readonly #post: Post;
  readonly #rounds: Rounds;
  readonly #lookEveryMs: number;
  #forgotAt = Number.NEGATIVE_INFINITY;
  #restUntil = Number.NEGATIVE_INFINITY;

  /** @param lookEveryMs mails queued without a poke are found after this long at the latest. */
  constructor(services: Services, post: Post, startTimer: StartTimer, lookEveryMs = longestWaitMs) {
    this.#services = services;
    this.#lookEveryMs = lookEveryMs;
    this.#post = post;
    this.#rounds = new Rounds(services, startTimer, 'mails_failed', () => this.#round());
  }

  /** Begins; mails left from before are sent behind it. */
  start(): void {
    this.#rounds.start();
  }

  /** Resolves when nothing due is left, as far as noticed. */
  idle(): Promise<void> {
    return this.#rounds.idle();
  }

  /** Ends, after the mail under way. */
  async close(): Promise<void> {
    await this.#rounds.close();
    this.#post.close();
  }

  async #round(): Promise<number> {
    const { db, platform } = this.#services;
    if (Math.abs(platform.clock() - this.#forgotAt) > dayMs) {
      this.#forgotAt = platform.clock();
      await forgetOldMails(db, this.#forgotAt);
    }
    const rest = this.#restUntil - platform.clock();
    // A rest that seems longer than it is long: the clock was put back.
    if (rest > 0 && rest <= restMs) return rest;
    while (!this.#rounds.isClosed && (await this.#sendNext())) {}
    const next = Math.max(this.#restUntil, (await nextAttempt(db)) ?? Number.POSITIVE_INFINITY);
    return Math.min(this.#lookEveryMs, Math.max(0, next - platform.clock()));
  }

  /** @returns false when nothing is due, or the relay does not answer: the others would fail as well. */
  async #sendNext(): Promise<boolean> {
    const { db, platform, log } = this.#services;
    const mail = await takeDueMail(db, platform.clock());
    if (mail === undefined) return false;
    try {
      await this.#post.send(mail);
    } catch (error) {
      const { code, isRelayGone } = problemOf(error);
      const hasMore = await markFailed(db, mail, platform.clock());
      const facts = { mail: mail.id, attempts: mail.attempts, code };
      if (hasMore) log('warn', 'mail_not_sent', facts);
      else log('error', 'mail_given_up', facts);
      if (isRelayGone) this.#restUntil = platform.clock() + restMs;
      return !isRelayGone;
    }
    await markSent(db, mail.id, platform.clock());
    return true;
  }
}
