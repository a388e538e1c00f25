import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRow, TicketQuery } from '../data/contract.ts';
import { useDesk } from '../data/react.ts';
import { platform } from '../platform/platform.ts';
import { useLabels } from '../ui/labels.ts';
import { paths } from '../ui/paths.ts';
import { comingDeadlines } from './deadlines.ts';
import { navigate } from './hash-location.ts';

/** Changes come in bursts (a pull): the list is handed over once they have settled. */
const settleMs = 1500;

/** Open tickets that may concern somebody; in the order of the list itself, so that no other one has to be made. */
function openTickets(saved: 'mine' | 'unassigned'): TicketQuery {
  const any = { text: '', states: [], categories: [], priorities: [], opds: [], kinds: [], assignee: null };
  return { saved, ...any, sort: { column: 'reportedAt', descending: true } };
}
const mine = openTickets('mine');
const unassigned = openTickets('unassigned');

/** Keeps the surroundings told of the coming deadlines, and follows a click on a notification. Draws nothing. */
export function DeadlineFeed() {
  const desk = useDesk();
  const { index, me } = desk;
  const { t } = useTranslation('shell');
  const labels = useLabels();
  const last = useRef('');

  useEffect(() => {
    const isDesk = me.role === 'operator' || me.role === 'supervisor';
    const words = {
      title: (row: ListRow, metric: string) =>
        t('deadline.title', { metric: labels.metric(metric), number: row.number }),
      opens: (row: ListRow) => paths.ticket(row.id),
    };
    const rows = function* (): Generator<ListRow> {
      for (const query of isDesk ? [mine, unassigned] : [mine]) {
        for (const slot of index.query(query)) yield index.row(slot);
      }
    };
    const tell = () => {
      const deadlines = comingDeadlines(rows(), { id: me.id, isDesk }, desk.now(), words);
      const mark = JSON.stringify(deadlines);
      if (mark === last.current) return;
      last.current = mark;
      void platform.setDeadlines(deadlines);
    };
    let timer: ReturnType<typeof setTimeout>;
    const plan = () => {
      clearTimeout(timer);
      timer = setTimeout(tell, settleMs);
    };
    plan();
    const stop = index.subscribe(plan);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [desk, index, me, labels, t]);

  useEffect(() => platform.onNotificationOpened((address) => navigate(address)), []);
  useEffect(() => () => void platform.setDeadlines([]), []);
  return null;
}
