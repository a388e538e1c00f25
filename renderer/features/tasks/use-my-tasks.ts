import { useEffect, useMemo, useState } from 'react';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { Frm006 } from '#shared/forms/frm-006.ts';
import type { DeskStore, ListRow, TicketQuery } from '../../data/contract.ts';
import { useDesk, useTicketQuery } from '../../data/react.ts';
import { isOwnEscalation } from '../../ui/escalation-recipient.ts';
import { byDeadline } from './task-order.ts';

/** An escalation that waits for the reader's answer. */
export interface WaitingEscalation {
  readonly row: ListRow;
  readonly ticket: Ticket;
  readonly formId: string;
  readonly data: Frm006;
}

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

async function readEscalation(store: DeskStore, row: ListRow): Promise<WaitingEscalation | null> {
  const ticket = await store.ticket(row.id);
  if (ticket === undefined || ticket.openEscalation === null) return null;
  const formId = ticket.openEscalation;
  const forms: readonly FormRecord[] = await store.forms(ticket.id);
  const data = forms.find(({ id }) => id === formId)?.data;
  if (data?.code !== 'FRM-006' || !isOwnEscalation(data, store.me)) return null;
  return { row, ticket, formId, data };
}

/** What waits for the signed-in user, the nearest deadline first. */
export function useMyTasks(): MyTasks {
  const store = useDesk();
  const ownSlots = useTicketQuery(mine);
  const teamSlots = useTicketQuery(handedToTeams);
  const { index, me } = store;
  const hasTeams = me.teams.length > 0;
  const version = index.version();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the rows hold now
  const own = useMemo(
    () => Array.from(ownSlots, (slot) => index.row(slot)).sort(byDeadline),
    [index, ownSlots, version],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const teams = useMemo(
    () => (hasTeams ? Array.from(teamSlots, (slot) => index.row(slot)).sort(byDeadline) : []),
    [index, teamSlots, hasTeams, version],
  );
  const [escalations, setEscalations] = useState<readonly WaitingEscalation[]>();
  useEffect(() => {
    let isCurrent = true;
    Promise.all([...own, ...teams].map((row) => readEscalation(store, row))).then(
      (read) => {
        if (!isCurrent) return;
        setEscalations(read.filter((found) => found !== null).sort((a, b) => byDeadline(a.row, b.row)));
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [store, own, teams]);
  const waiting = new Set(escalations?.map(({ row }) => row.id));
  return { escalations, assigned: own.filter((row) => !waiting.has(row.id)) };
}
