import type { Ticket } from '#shared/domain/ticket.ts';
import { evaluate } from '#shared/sla/evaluate.ts';
import type { PolicyPack, Recipient } from '#shared/sla/pack.ts';
import type { Tx } from '../db/open.ts';
import type { Mailing, Services } from '../services.ts';
import type { TicketChange } from '../sync/batch.ts';
import type { Fact, Letter } from './letter.ts';
import { type NewMail, queueMails } from './mail-queue.ts';
import { deliver, lettersOf, type Mailbox } from './mailbox.ts';
import { expiryOf } from './news.ts';
import { People } from './people.ts';
import { datesOf, linkTo, type ToldTicket, ticketFacts } from './ticket-words.ts';

/** The moments of a ticket's life that packs send mails at. */
type LifeEvent = keyof PolicyPack['notifications']['mails'];

function eventsOf({ before, after }: TicketChange): LifeEvent[] {
  const cameTo = (state: Ticket['state']) => after.state === state && before?.state !== state;
  const events: LifeEvent[] = [];
  if (before === undefined) events.push('opened');
  if (after.assignee !== null && after.assignee !== (before?.assignee ?? null)) events.push('assigned');
  if (cameTo('resolved')) events.push('resolved');
  if (cameTo('closed')) events.push('closed');
  return events;
}

const subjects: Readonly<Record<LifeEvent, string>> = {
  opened: 'Tiket dibuka',
  assigned: 'Tiket ditugaskan',
  resolved: 'Tiket selesai',
  closed: 'Tiket ditutup',
};

const forStaff: Readonly<Record<LifeEvent, readonly [happened: string, toDo: string]>> = {
  opened: ['Tiket baru telah dicatat.', 'Mohon ditindaklanjuti sesuai prosedur.'],
  assigned: ['Tiket berikut telah ditugaskan.', 'Mohon penanggung jawab segera menanganinya.'],
  resolved: ['Tiket berikut telah diselesaikan.', 'Tiket ditutup setelah diperiksa dan dikonfirmasi.'],
  closed: ['Tiket berikut telah ditutup.', 'Tidak ada tindakan yang perlu dilakukan.'],
};

const forClient: Readonly<Record<LifeEvent, readonly [happened: string, toDo: string]>> = {
  opened: [
    'Laporan Anda telah kami terima dan kami catat.',
    'Mohon menyebutkan nomor tiket ini apabila menghubungi service desk.',
  ],
  assigned: ['Laporan Anda telah diteruskan kepada petugas.', 'Anda tidak perlu melakukan apa pun saat ini.'],
  resolved: [
    'Laporan Anda telah selesai ditangani.',
    'Mohon memeriksanya, lalu menyampaikan konfirmasi atau keberatan kepada service desk.',
  ],
  closed: ['Tiket laporan Anda telah ditutup.', 'Terima kasih atas laporan Anda.'],
};

function lifeLetter(
  greeting: string,
  event: LifeEvent,
  told: ToldTicket,
  at: number,
  as: Recipient,
  mailing: Mailing,
): Letter {
  const isClient = as === 'client';
  const [happened, toDo] = (isClient ? forClient : forStaff)[event];
  return {
    subject: `[${told.ticket.number}] ${subjects[event]} – ${told.ticket.title}`,
    greeting,
    parts: [
      { text: happened },
      {
        facts: [...ticketFacts(told), ['Waktu', datesOf(told).long(at)], ...deadlinesOf(event, told, at, as)],
      },
      { text: toDo },
      ...(isClient ? [] : linkTo(told, mailing)),
    ],
  };
}

/** Until when what: said where the work begins. Steps of the office's own procedure are no concern of the reporter. */
function deadlinesOf(event: LifeEvent, told: ToldTicket, at: number, as: Recipient): Fact[] {
  if (event !== 'opened' && event !== 'assigned') return [];
  const dates = datesOf(told);
  const targets = new Map(told.policy.targets.map((target) => [target.metric, target]));
  return evaluate(told.policy, told.ticket, at).metrics.flatMap(({ metric, dueAt, stoppedAt }) => {
    const target = targets.get(metric);
    if (target === undefined || dueAt === null || stoppedAt !== null) return [];
    const isStep = target.startStep !== null || target.stopStep !== null;
    return isStep && as === 'client' ? [] : [[`Tenggat ${target.title}`, dates.long(dueAt)] as const];
  });
}

function mailsOf(services: Services, mailing: Mailing, people: People, change: TicketChange): NewMail[] {
  const { after, context } = change;
  const policy = services.policies(after.policy.name, after.policy.version, after.opd);
  if (policy === undefined) return [];
  const told: ToldTicket = { ticket: after, policy, officeName: people.officeName(after.opd) };
  const mails: NewMail[] = [];
  for (const event of eventsOf(change)) {
    const met = new Set<string>();
    for (const as of policy.pack.notifications.mails[event]) {
      for (const { address, name } of people.of(after, as)) {
        if (met.has(address)) continue;
        met.add(address);
        const letter = lifeLetter(name, event, told, context.occurredAt, as, mailing);
        const key = `${event}.${context.deviceCode}.${context.mutationId}`;
        mails.push({ address, ticket: after.id, key, letter });
      }
    }
  }
  const expiry = isExpiry(change) && change.before ? expiryOf(policy, change.before) : null;
  if (expiry === null) return mails;
  const boxes = new Map<string, Mailbox>();
  deliver(boxes, told, expiry, people);
  for (const box of boxes.values())
    mails.push(...lettersOf(box, mailing, expiry.tellAt, false, services.platform));
  return mails;
}

/** A device found out before the server that the papers never came. */
function isExpiry({ name, after, before }: TicketChange): boolean {
  return name === 'ticket.expire' && after.state === 'cancelled' && before?.state !== 'cancelled';
}

/**
 * Queues the mails of a ticket's life (`notifications.mails` of its pack; Jawa Barat steps 2 and 7, SOP-Dinkominfo-001 step
 * 15) for what a batch changed, in the batch's transaction.
 * @param now UTC ms.
 */
export async function queueLifeMails(
  tx: Tx,
  services: Services,
  changes: readonly TicketChange[],
  now: number,
): Promise<void> {
  const { mailing } = services;
  const eventful =
    mailing === null ? [] : changes.filter((change) => eventsOf(change).length > 0 || isExpiry(change));
  if (mailing === null || eventful.length === 0) return;
  const people = await People.read(
    tx,
    eventful.map(({ after }) => after),
  );
  const mails: NewMail[] = [];
  for (const change of eventful) {
    try {
      mails.push(...mailsOf(services, mailing, people, change));
    } catch (error) {
      // A letter that cannot be written must not stop the queue of a device for ever.
      services.log('error', 'mail_not_written', {
        ticket: change.after.id,
        error: error instanceof Error ? error.name : 'unknown',
      });
    }
  }
  await queueMails(tx, services.platform, mails, now);
}
