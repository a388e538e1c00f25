import type { Platform } from '../platform/platform.ts';
import type { Mailing } from '../services.ts';
import type { NewMail } from './mail-queue.ts';
import { type News, recipientsOf } from './news.ts';
import { type Message, newsLetter, summaryLetter } from './news-letters.ts';
import type { People } from './people.ts';
import type { ToldTicket } from './ticket-words.ts';

/** What is to be told to one address at one time; at most one message a ticket. */
export interface Mailbox {
  readonly address: string;
  readonly name: string;
  readonly messages: (Omit<Message, 'news'> & { readonly news: News[] })[];
}

/** Puts a piece of news of a ticket into the boxes of those it is for, once an address. */
export function deliver(boxes: Map<string, Mailbox>, told: ToldTicket, news: News, people: People): void {
  const { ticket } = told;
  const met = new Set<string>();
  for (const as of recipientsOf(ticket, news)) {
    for (const { address, name } of people.of(ticket, as)) {
      if (met.has(address)) continue;
      met.add(address);
      const box = boxes.get(address) ?? { address, name, messages: [] };
      boxes.set(address, box);
      const known = box.messages.find((message) => message.told.ticket.id === ticket.id);
      if (known === undefined) box.messages.push({ told, as, news: [news] });
      else known.news.push(news);
    }
  }
}

/** After a stop of the server, news older than this is summed up. */
const oldNewsMs = 10 * 60_000;
/** More letters than this to one person at one time are one summary. */
const mostLetters = 5;

/**
 * The letters for one address: one a ticket, but a single summary of what became due while the server was not running, or
 * of very many tickets at once.
 */
export function lettersOf(
  { address, name, messages }: Mailbox,
  mailing: Mailing,
  now: number,
  isAwakening: boolean,
  platform: Pick<Platform, 'id'>,
): NewMail[] {
  const isOld = ({ news }: Message) => isAwakening && news.some(({ tellAt }) => tellAt < now - oldNewsMs);
  const summed = messages.length > mostLetters ? messages : messages.filter(isOld);
  const isSummedUp = summed.length > 1;
  const mails = messages
    .filter((message) => !isSummedUp || !summed.includes(message))
    .map(
      (message): NewMail => ({
        address,
        ticket: message.told.ticket.id,
        key: message.news.at(-1)?.key ?? '',
        letter: newsLetter(name, message, mailing),
      }),
    );
  if (!isSummedUp) return mails;
  const letter = summaryLetter(name, summed, mailing);
  return [...mails, { address, ticket: null, key: `summary.${platform.id()}`, letter }];
}
