import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListRow, TicketQuery } from '../data/contract.ts';
import { useDesk, useTicketQuery } from '../data/react.ts';
import { platform } from '../platform/platform.ts';
import { useLabels } from '../ui/labels.ts';
import { paths } from '../ui/paths.ts';
import { comingDeadlines } from './deadlines.ts';
import { navigate } from './hash-location.ts';

/** Changes come in bursts (a pull): the list is handed over once they have settled. */
const settleMs = 1500;

const running: TicketQuery = {
  saved: 'open',
  text: '',
  states: [],
  categories: [],
  priorities: [],
  opds: [],
  kinds: [],
  assignee: null,
  sort: { column: 'due', descending: false },
};

/** Keeps the surroundings told of the coming deadlines, and follows a click on a notification. Draws nothing. */
export function DeadlineFeed() {
  const desk = useDesk();
  const { index, me } = desk;
  const slots = useTicketQuery(running);
  const { t } = useTranslation('shell');
  const labels = useLabels();
  const version = index.version();
  const last = useRef('');

  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what the rows hold now
  useEffect(() => {
    const timer = setTimeout(() => {
      const rows = function* (): Generator<ListRow> {
        for (const slot of slots) yield index.row(slot);
      };
      const isDesk = me.role === 'operator' || me.role === 'supervisor';
      const words = {
        title: (row: ListRow, metric: string) =>
          t('deadline.title', { metric: labels.metric(metric), number: row.number }),
        opens: (row: ListRow) => paths.ticket(row.id),
      };
      const deadlines = comingDeadlines(rows(), { id: me.id, isDesk }, desk.now(), words);
      const mark = JSON.stringify(deadlines);
      if (mark === last.current) return;
      last.current = mark;
      void platform.setDeadlines(deadlines);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [desk, index, slots, version, me, labels, t]);

  useEffect(() => platform.onNotificationOpened((address) => navigate(address)), []);
  useEffect(() => () => void platform.setDeadlines([]), []);
  return null;
}
