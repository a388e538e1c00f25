import { expect, it } from 'vitest';
import { deskWithTicket, minute, nineOClock } from '../../test/support/desk-in-memory.ts';

it('attachment.remove: of two who take the same file off, both reasons are kept, and the first instant', () => {
  const { must, tx, ticket, entries } = deskWithTicket();
  const attachmentId = `${ticket().id}/a.surat`;
  const file = { name: 'surat.pdf', type: 'application/pdf', size: 12, sha256: 'ab'.repeat(32) };
  must('operator', 'attachment.add', { attachmentId, ...file });
  must('operator', 'attachment.remove', { attachmentId, reason: 'salah berkas' });
  must('supervisor', 'attachment.remove', { attachmentId, reason: 'memuat data pribadi' });
  expect(tx.attachment(attachmentId)?.removedAt).toBe(nineOClock + 3 * minute);
  expect(entries().filter(({ type }) => type === 'file_removed')).toMatchObject([
    { text: 'salah berkas', changes: [{ field: 'attachments', from: 'surat.pdf', to: '' }] },
    { text: 'memuat data pribadi' },
  ]);
});
