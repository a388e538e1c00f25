import type { Recipient } from '#shared/sla/pack.ts';
import type { Mailing } from '../services.ts';
import type { Fact, Letter, LetterPart } from './letter.ts';
import type { News } from './news.ts';
import { datesOf, linkTo, type ToldTicket, ticketFacts } from './ticket-words.ts';

/** What one person is told of one ticket. */
export interface Message {
  readonly told: ToldTicket;
  readonly news: readonly News[];
  /** As whom the person is told. */
  readonly as: Recipient;
}

const percent = (share: number) => `${Math.round(share * 100)}%`;

/** Of several steps of one target only the highest is said: it implies the others. */
function withoutImplied(news: readonly News[]): News[] {
  return news.filter(
    (one) =>
      one.kind !== 'step' ||
      !news.some(
        (other) =>
          other.kind === 'step' && other.step.metric === one.step.metric && other.step.at > one.step.at,
      ),
  );
}

function titleOf({ policy }: ToldTicket, metric: string): string {
  return policy.targets.find((target) => target.metric === metric)?.title ?? metric;
}

/** A piece of news in a few words, for subjects and summaries. */
function inShort(told: ToldTicket, news: News): string {
  if (news.kind === 'papers') return `kelengkapan ditunggu, ${news.daysLeft} hari lagi`;
  if (news.kind === 'expiry') return 'ditutup karena kelengkapan tidak dipenuhi';
  const title = titleOf(told, news.step.metric);
  if (news.step.at < 1) return `${title}: ${percent(news.step.at)} waktu terpakai`;
  return news.step.at === 1
    ? `${title}: tenggat tercapai`
    : `${title}: lewat tenggat (${percent(news.step.at)})`;
}

function factsOf(told: ToldTicket, news: News): Fact[] {
  const dates = datesOf(told);
  if (news.kind === 'papers') return [['Batas kelengkapan', dates.long(news.closesAt)]];
  if (news.kind === 'expiry')
    return [
      ['Ditutup', dates.long(news.tellAt)],
      ['Alasan', news.reason],
    ];
  const { step } = news;
  return [
    ['Target', titleOf(told, step.metric)],
    ['Tenggat', step.dueAt === null ? 'belum ditentukan (menunggu kelengkapan)' : dates.long(step.dueAt)],
    ['Waktu terpakai', `${percent(step.at)} sejak ${dates.long(step.reachedAt)}`],
  ];
}

function whatHappened(news: readonly News[]): string {
  if (news.some(({ kind }) => kind === 'expiry'))
    return 'Tiket berikut ditutup karena kelengkapannya tidak dipenuhi sampai batas waktu.';
  const papers = news.find((one) => one.kind === 'papers');
  if (papers !== undefined)
    return `Kelengkapan tiket berikut belum diterima. Apabila tidak dipenuhi dalam ${papers.daysLeft} hari, tiket akan ditutup.`;
  const highest = Math.max(...news.map((one) => (one.kind === 'step' ? one.step.at : 0)));
  if (highest < 1) return `Tiket berikut telah memakai ${percent(highest)} dari waktu yang ditetapkan.`;
  return highest === 1
    ? 'Tenggat tiket berikut telah tercapai.'
    : `Tiket berikut telah melewati tenggat: ${percent(highest)} dari waktu yang ditetapkan telah terpakai.`;
}

function whatToDo(news: readonly News[], as: Recipient): string {
  const isExpired = news.some(({ kind }) => kind === 'expiry');
  const isWaiting = news.some(({ kind }) => kind === 'papers');
  if (as === 'client') {
    if (isExpired) return 'Apabila layanan masih diperlukan, silakan mengajukan permohonan baru.';
    if (isWaiting) return 'Mohon segera menyampaikan kelengkapan yang diminta kepada service desk.';
    return 'Laporan Anda masih ditangani. Anda tidak perlu melakukan apa pun saat ini.';
  }
  if (isExpired)
    return 'Tidak ada tindakan yang perlu dilakukan; tiket hanya dapat dibuka sebagai permohonan baru.';
  if (isWaiting) return 'Mohon menghubungi pelapor agar kelengkapan segera disampaikan.';
  if (as !== 'assignee' && as !== 'operator')
    return 'Mohon memantau penanganan tiket ini dan mengambil tindakan yang diperlukan.';
  const isLate = news.some((one) => one.kind === 'step' && one.step.at >= 1);
  return isLate
    ? 'Mohon segera menangani tiket ini dan mencatat penyebab keterlambatannya.'
    : 'Mohon menangani tiket ini sebelum tenggatnya.';
}

/** Links lead to pages for the staff; people who report cannot open them. */
function linkFor({ told, as }: Message, mailing: Mailing): LetterPart[] {
  return as === 'client' ? [] : linkTo(told, mailing);
}

/** The letter about one ticket. */
export function newsLetter(greeting: string, message: Message, mailing: Mailing): Letter {
  const { told, as } = message;
  const news = withoutImplied(message.news);
  const facts = [...ticketFacts(told), ...news.flatMap((one) => factsOf(told, one))];
  return {
    subject: `[${told.ticket.number}] ${news.map((one) => inShort(told, one)).join('; ')} – ${told.ticket.title}`,
    greeting,
    parts: [
      { text: whatHappened(news) },
      { facts },
      { text: whatToDo(news, as) },
      ...linkFor(message, mailing),
    ],
  };
}

/** More tickets than this are counted, not listed. */
const mostListed = 100;

/** One letter about many tickets. */
export function summaryLetter(greeting: string, messages: readonly Message[], mailing: Mailing): Letter {
  const listed = messages.slice(0, mostListed);
  const rest = messages.length - listed.length;
  return {
    subject: `Ringkasan: ${messages.length} tiket mencapai batas waktu`,
    greeting,
    parts: [
      {
        text: `Berikut ringkasan ${messages.length} tiket yang telah mencapai batas waktunya. Mohon diperiksa dan ditindaklanjuti.`,
      },
      ...listed.flatMap((message) => summaryParts(message, mailing)),
      ...(rest === 0
        ? []
        : [{ text: `Masih ada ${rest} tiket lain; mohon melihat daftar tiket di aplikasi.` }]),
    ],
  };
}

function summaryParts(message: Message, mailing: Mailing): LetterPart[] {
  const { told } = message;
  const facts: Fact[] = [
    ['Nomor tiket', told.ticket.number],
    ['Judul', told.ticket.title],
    ['Perangkat daerah', told.officeName],
  ];
  const dates = datesOf(told);
  for (const one of withoutImplied(message.news)) {
    facts.push(['Keterangan', inShort(told, one)]);
    if (one.kind === 'step' && one.step.dueAt !== null) facts.push(['Tenggat', dates.long(one.step.dueAt)]);
    if (one.kind === 'papers') facts.push(['Batas kelengkapan', dates.long(one.closesAt)]);
  }
  return [{ facts }, ...linkFor(message, mailing)];
}
