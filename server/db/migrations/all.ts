import type { Migration } from 'kysely/migration';
import { initial } from './0001-initial.ts';
import { published } from './0002-published.ts';
import { notices } from './0003-notices.ts';
import { files } from './0004-files.ts';
import { courier } from './0005-courier.ts';
import { mutationContent } from './0006-mutation-content.ts';
import { ticketSpan } from './0007-ticket-span.ts';
import { noTruncate } from './0008-no-truncate.ts';

/** Every migration by its number. A number once released is never changed, only followed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
  '0002-published': published,
  '0003-notices': notices,
  '0004-files': files,
  '0005-courier': courier,
  '0006-mutation-content': mutationContent,
  '0007-ticket-span': ticketSpan,
  '0008-no-truncate': noTruncate,
};
