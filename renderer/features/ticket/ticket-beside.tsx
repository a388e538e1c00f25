import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useReference } from '../../data/react.ts';
import { ClassificationPanel } from './classification-panel.tsx';
import { Conversation } from './conversation.tsx';
import { DataPanel } from './data-panel.tsx';
import { EscalationPanel } from './escalation-panel.tsx';
import { FilesPanel } from './files-panel.tsx';
import { PriorityPanel } from './priority-panel.tsx';
import { ProcedurePanel } from './procedure-panel.tsx';
import { SlaPanel } from './sla-panel.tsx';
import classes from './ticket-detail.module.css';
import { TicketDialogs } from './ticket-dialogs.tsx';
import { TicketHead } from './ticket-head.tsx';
import { useTicketKeys } from './use-ticket-keys.ts';
import { type BesideTab, besideTabs, useTicketScreen } from './use-ticket-screen.ts';

/** The ticket beside the list: the same parts as over the whole width, behind tabs. */
export function TicketBeside({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const screen = useTicketScreen();
  useTicketKeys(ticket, screen, 'beside');
  const hasProcedure = (useReference().policyOf(ticket)?.pack.steps.length ?? 0) > 0;
  return (
    <article className={classes.beside} aria-label={ticket.number}>
      <TicketHead ticket={ticket} screen={screen} width="beside" />
      <Tabs
        value={screen.tab}
        onChange={(tab) => screen.setTab(tab as BesideTab)}
        keepMounted={false}
        className={classes.tabs ?? ''}
      >
        <Tabs.List>
          {besideTabs.map((tab) => (
            <Tabs.Tab key={tab} value={tab} className={classes.tab ?? ''}>
              {t(`section.${tab === 'steps' && hasProcedure ? 'procedure' : tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="conversation" className={classes.panel ?? ''}>
          <Conversation ticket={ticket} screen={screen} />
        </Tabs.Panel>
        <Tabs.Panel value="deadlines" className={classes.scrolled ?? ''}>
          <EscalationPanel ticket={ticket} screen={screen} />
          <SlaPanel ticket={ticket} />
          <PriorityPanel ticket={ticket} />
        </Tabs.Panel>
        <Tabs.Panel value="steps" className={classes.scrolled ?? ''}>
          <ProcedurePanel ticket={ticket} />
        </Tabs.Panel>
        <Tabs.Panel value="details" className={classes.scrolled ?? ''}>
          <FilesPanel ticket={ticket} />
          <ClassificationPanel ticket={ticket} />
          <DataPanel ticket={ticket} />
        </Tabs.Panel>
      </Tabs>
      <TicketDialogs ticket={ticket} screen={screen} />
    </article>
  );
}
