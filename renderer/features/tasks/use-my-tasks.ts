import { useEffect, useState } from 'react';
import type { FormRecord } from '#shared/forms/form.ts';
import type { DeskStore, ListRow, TicketQuery } from '../../data/contract.ts';
import { useDesk, useNow, useTicketQuery } from '../../data/react.ts';
import { isOwnEscalation } from '../../ui/escalation-recipient.ts';
import { type FoundEscalation, tasksOf, type WaitingEscalation } from './task-order.ts';

interface MyTasks {
  /** Undefined until they have been read. */
  readonly escalations: readonly WaitingEscalation[] | undefined;
  /** Open tickets assigned to the reader, those with an escalation waiting for them left out. */
  readonly assigned: readonly ListRow[];
}

/** In the list's usual order, which is there already; one by deadline would judge every finished ticket first. */
const base: TicketQuery = {
  saved: 'mine',
  text: '',
  states: [],
  categories: [],
  priorities: [],
  opds: [],
  kinds: [],
  assignee: null,
  sort: { column: 'reportedAt', descending: true },
};
const mine: TicketQuery = { ...base, states: ['new', 'in_progress', 'waiting'] };
/** Handed to a team: nobody is assigned, and the hand-over took the ticket up. */
const handedToTeams: TicketQuery = { ...base, saved: 'unassigned', states: ['in_progress', 'waiting'] };

async function readEscalation(store: DeskStore, slot: number): Promise<FoundEscalation | null> {
  const ticket = await store.ticket(store.index.row(slot).id);
  if (ticket === undefined || ticket.openEscalation === null) return null;
  const formId = ticket.openEscalation;
  const forms: readonly FormRecord[] = await store.forms(ticket.id);
  const data = forms.find(({ id }) => id === formId)?.data;
  if (data?.code !== 'FRM-006' || !isOwnEscalation(data, ticket.assignee, store.me)) return null;
  return { slot, ticket, formId, data };
}

/** What waits for the signed-in user, the nearest deadline first; the countdowns follow the window's one ticker. */
export function useMyTasks(): MyTasks {
  const store = useDesk();
  const own = useTicketQuery(mine);
  const handedOver = useTicketQuery(handedToTeams);
  const { index, me } = store;
  const hasTeams = me.teams.length > 0;
  const [found, setFound] = useState<readonly FoundEscalation[]>();
  useNow(10_000);
  useEffect(() => {
    let isCurrent = true;
    Promise.all([...own, ...(hasTeams ? handedOver : [])].map((slot) => readEscalation(store, slot))).then(
      (read) => {
        if (isCurrent) setFound(read.filter((each) => each !== null));
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [store, own, handedOver, hasTeams]);
  const { escalations, assigned } = tasksOf(index, own, found ?? []);
  return { escalations: found === undefined ? undefined : escalations, assigned };
}
