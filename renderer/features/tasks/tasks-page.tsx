import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk } from '../../data/react.ts';
import { Page } from '../../ui/page.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { StatusDialog } from '../../ui/ticket-actions/status-dialog.tsx';
import { AssignedTask } from './assigned-task.tsx';
import { EscalationTask } from './escalation-task.tsx';
import type { WaitingEscalation } from './task-order.ts';
import classes from './tasks-page.module.css';
import { useMyTasks } from './use-my-tasks.ts';
import { useTaskKeys } from './use-task-keys.ts';

interface Asked {
  readonly name: 'answer' | 'return';
  readonly task: WaitingEscalation;
}

/** "Tugas saya": escalations that wait for an answer, then the open tickets assigned to the reader, by deadline. */
export default function TasksPage() {
  const { t } = useTranslation('tasks');
  const { index } = useDesk();
  const { escalations, assigned } = useMyTasks();
  const [asked, setAsked] = useState<Asked | null>(null);
  const list = useTaskKeys();
  const isEmpty = index.complete && escalations?.length === 0 && assigned.length === 0;
  return (
    <Page title={t('title')}>
      {isEmpty ? (
        <Sentence title={t('empty')} next={t('emptyNext')} />
      ) : (
        <div ref={list} className={classes.body}>
          {escalations !== undefined && escalations.length > 0 && (
            <section aria-labelledby="tasks-escalations">
              <h2 id="tasks-escalations" className={classes.heading}>
                {t('escalations')} <span className={classes.count}>{escalations.length}</span>
              </h2>
              <ul className={classes.list}>
                {escalations.map((task) => (
                  <EscalationTask
                    key={task.formId}
                    task={task}
                    onAnswer={() => setAsked({ name: 'answer', task })}
                    onReturn={() => setAsked({ name: 'return', task })}
                  />
                ))}
              </ul>
            </section>
          )}
          <section aria-labelledby="tasks-assigned">
            <h2 id="tasks-assigned" className={classes.heading}>
              {t('assigned')} <span className={classes.count}>{assigned.length}</span>
            </h2>
            {assigned.length === 0 ? (
              <p className={classes.none}>{t('assignedEmpty')}</p>
            ) : (
              <ul className={classes.list}>
                {assigned.map((row) => (
                  <AssignedTask key={row.id} row={row} />
                ))}
              </ul>
            )}
          </section>
        </div>
      )}
      {asked !== null && (
        <StatusDialog name={asked.name} ticket={asked.task.ticket} onClose={() => setAsked(null)} />
      )}
    </Page>
  );
}
