import type { MutationNeeds } from '#shared/mutations/definition.ts';
import type { CheckedMutation } from '#shared/mutations/registry.ts';
import type { DeskDatabase } from '../db/database.ts';
import { type RowView, readDoc } from '../db/row-view.ts';
import type { LoadedAggregate } from './run-mutation.ts';

/** Key of the counter row that remembers which ticket of this device bears a number. */
export function numberKey(number: string): string {
  return `number|${number}`;
}

/**
 * Loads the ticket with its forms and files, and what the mutations on it name, inside the running transaction: nobody can change
 * these rows before it commits.
 */
export async function loadAggregate(
  db: DeskDatabase,
  view: RowView,
  ticketId: string,
  mutations: readonly CheckedMutation[],
  actorId: string,
): Promise<LoadedAggregate> {
  const needs: readonly MutationNeeds[] = mutations.map((mutation) => mutation.needs);
  const userIds = unique([actorId, ...needs.flatMap((need) => need.users)]);
  const opdCodes = unique(needs.flatMap((need) => (need.opd === null ? [] : [need.opd])));
  const numbers = unique(needs.flatMap((need) => (need.number === null ? [] : [need.number])));
  const [ticketDoc, formDocs, fileDocs, users, opds, bearers] = await Promise.all([
    view.doc('ticket', ticketId),
    view.docsWithPrefix('form', `${ticketId}/`),
    view.docsWithPrefix('attachment', `${ticketId}/`),
    Promise.all(userIds.map((id) => view.doc('user', id))),
    Promise.all(opdCodes.map((code) => view.doc('opd', code))),
    numbers.length === 0 ? [] : db.counters.bulkGet(numbers.map(numberKey)),
  ]);
  const loaded: LoadedAggregate = {
    tickets: new Map(),
    forms: new Map(),
    attachments: new Map(),
    users: new Map(),
    opds: new Map(),
    numbers: new Map(),
  };
  const ticket = readDoc('ticket', ticketDoc);
  if (ticket !== undefined) loaded.tickets.set(ticket.id, ticket);
  for (const doc of formDocs) {
    const form = readDoc('form', doc);
    if (form !== undefined) loaded.forms.set(form.id, form);
  }
  for (const doc of fileDocs) {
    const file = readDoc('attachment', doc);
    if (file !== undefined) loaded.attachments.set(file.id, file);
  }
  for (const doc of users) {
    const user = readDoc('user', doc);
    if (user !== undefined) loaded.users.set(user.id, user);
  }
  for (const doc of opds) {
    const opd = readDoc('opd', doc);
    if (opd !== undefined) loaded.opds.set(opd.code, opd);
  }
  bearers.forEach((record, at) => {
    const number = numbers[at];
    if (number !== undefined && typeof record?.value === 'string') loaded.numbers.set(number, record.value);
  });
  return loaded;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
