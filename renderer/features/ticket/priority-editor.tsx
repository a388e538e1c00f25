import { Button, Group, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Level, level as levels } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { priorityOf } from '#shared/sla/policy.ts';
import { useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import classes from './facts.module.css';
import panelClasses from './panel.module.css';

interface PriorityEditorProps {
  readonly ticket: Ticket;
  onDone(): void;
}

/** Urgency and impact, each level with the criteria of the pack beside it, and the priority they give. */
export function PriorityEditor({ ticket, onDone }: PriorityEditorProps) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const labels = useLabels();
  const reference = useReference();
  const policy = reference.policy(ticket.policy.name, ticket.policy.version);
  const { run, failure } = useAct();
  // What was there when the judging began: the ticket may change under an open editor.
  const [from] = useState({ urgency: ticket.urgency, impact: ticket.impact });
  const [urgency, setUrgency] = useState(ticket.urgency);
  const [impact, setImpact] = useState(ticket.impact);
  const priority = policy === undefined ? null : priorityOf(policy, { ...ticket, urgency, impact });
  const isChanged = urgency !== from.urgency || impact !== from.impact;

  const save = async () => {
    if (urgency === null || impact === null) return;
    if (!isChanged || (await run('ticket.prioritise', { id: ticket.id, urgency, impact, from }))) onDone();
  };
  const choice = (field: 'urgency' | 'impact', value: Level | null, choose: (level: Level) => void) => (
    <Radio.Group
      label={t(`ticket:field.${field}`)}
      value={value ?? ''}
      onChange={(next) => choose(next as Level)}
      className={classes.choice ?? ''}
    >
      {levels.options.map((step) => (
        <Radio
          key={step}
          size="xs"
          value={step}
          label={labels.level(step, ticket.policy)}
          description={policy?.pack.criteria[field]?.[step].join('; ') ?? null}
          className={classes.radio ?? ''}
        />
      ))}
    </Radio.Group>
  );
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
      {choice('urgency', urgency, setUrgency)}
      {choice('impact', impact, setImpact)}
      <p className={classes.result} role="status">
        {urgency === null || impact === null
          ? t('ticket:prioritise.incomplete')
          : t('ticket:prioritise.result', { priority: labels.priority(priority, ticket.policy) })}
        {isChanged &&
          ticket.priority !== null &&
          priority !== ticket.priority &&
          ` ${t('ticket:prioritise.recompute')}`}
      </p>
      {failure !== null && (
        <p role="alert" className={panelClasses.failure}>
          {failure}
        </p>
      )}
      <Group gap={6} justify="flex-end">
        <Button variant="default" size="compact-sm" onClick={onDone}>
          {t('everywhere:cancel')}
        </Button>
        <Button type="submit" size="compact-sm" disabled={urgency === null || impact === null}>
          {t('everywhere:save')}
        </Button>
      </Group>
    </form>
  );
}
