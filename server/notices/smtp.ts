import { createTransport } from 'nodemailer';
import type { DueMail } from './mail-queue.ts';
import type { MailSettings } from './mail-settings.ts';

/** Hands one mail to the relay. */
export interface Post {
  /** Resolves when the relay has accepted the mail. */
  send(mail: DueMail): Promise<void>;
  close(): void;
}

/** An attempt is given up after this long (ms), well before the queue takes it for lost. */
const sendingMs = 60_000;

/**
 * Mail through SMTP; TLS as the relay offers it, or as the address demands. The Message-ID is that of the queue: a mail sent
 * twice because the server died in between can be known as the same.
 */
export function createSmtpPost({ smtpUrl, from }: MailSettings): Post {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: sendingMs,
    // Texts come from people: nothing in them is ever read as a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    async send({ id, recipient, subject, text, html }) {
      await transport.sendMail({
        from,
        to: { name: '', address: recipient },
        envelope: { from: from.address, to: [recipient] },
        messageId: `<${id}@${domain}>`,
        subject,
        text,
        html,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        signal: AbortSignal.timeout(sendingMs),
      });
    },
    close: () => transport.close(),
  };
}
