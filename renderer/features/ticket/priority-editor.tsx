import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import {
  askedNames,
  factsOf,
  isIncomplete,
  missingFact,
  prioritiseArgs,
} from '../../ui/facts/asked-facts.ts';
import { FactFields } from '../../ui/facts/fact-fields.tsx';
import { PreviewResult } from '../../ui/facts/preview-result.tsx';
import { previewTicket } from '../../ui/facts/sla-preview.ts';
import { useLabels } from '../../ui/labels.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import classes from './facts.module.css';
import panelClasses from './panel.module.css';
import { useTargets } from './use-targets.ts';

interface PriorityEditorProps {
  readonly ticket: Ticket;
  onDone(): void;
}

/** What the office's pack decides by, with its criteria, and the priority and deadlines that would follow. */
export function PriorityEditor({ ticket, onDone }: PriorityEditorProps) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const labels = useLabels();
  const { policy, now } = useTargets(ticket);
  const { run, failure } = useAct();
  // What was there when the judging began: the ticket may change under an open editor.
  const [from] = useState(() => factsOf(ticket));
  const [facts, setFacts] = useState(from);
  const [isTried, setIsTried] = useState(false);
  const names = askedNames(policy, ticket.kind);
  const args = prioritiseArgs(ticket.id, from, facts);
  const missing = isTried ? missingFact(names, facts) : null;
  const preview =
    policy === undefined || isIncomplete(names, facts)
      ? null
      : previewTicket(policy, ticket, { ...facts, kind: ticket.kind }, now);

  const save = async () => {
    setIsTried(true);
    if (missingFact(names, facts) !== null) return;
    if (args === null || (await run('ticket.prioritise', args))) onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) void save();
        if (event.key === 'Escape') onDone();
      }}
    >
      <FactFields
        names={names}
        facts={facts}
        pack={policy?.pack}
        errorOf={(name) =>
          name === missing ? t('ticket:prioritise.half', { field: labels.factName(name) }) : undefined
        }
        onChange={(change) => setFacts({ ...facts, ...change })}
      />
      <PreviewResult policy={policy} preview={preview} opd={ticket.opd} />
      {args !== null && preview !== null && (
        <p className={classes.hint}>{t('ticket:prioritise.recompute')}</p>
      )}
      {failure !== null && (
        <p role="alert" className={panelClasses.failure}>
          {failure}
        </p>
      )}
      <Group gap={6} justify="flex-end" mt={8}>
        <Button variant="default" size="compact-sm" onClick={onDone}>
          {t('everywhere:cancel')}
        </Button>
        <Button type="submit" size="compact-sm">
          {t('everywhere:save')}
        </Button>
      </Group>
    </form>
  );
}
