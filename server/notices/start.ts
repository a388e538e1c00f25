import type { StartTimer } from '../platform/timer.ts';
import type { Services } from '../services.ts';
import { MailSender } from './mail-sender.ts';
import type { MailSettings } from './mail-settings.ts';
import { createSmtpPost } from './smtp.ts';
import { NoticeWatch } from './watch.ts';

/**
 * Starts what the server does by itself: telling of deadlines, closing tickets whose papers never came, sending mail.
 * Without settings of mail (and `services.mailing` null) only tickets are closed.
 * @returns the function that ends it, after what is under way.
 */
export function startNotices(
  services: Services,
  mail: MailSettings | null,
  startTimer: StartTimer,
): () => Promise<void> {
  const watch = new NoticeWatch(services, startTimer);
  watch.start();
  if (mail === null) {
    services.log('info', 'mail_off', { reason: 'no --smtp-url and --mail-from' });
    return () => watch.close();
  }
  const sender = new MailSender(services, createSmtpPost(mail), startTimer);
  sender.start();
  return async () => {
    await watch.close();
    await sender.close();
  };
}
