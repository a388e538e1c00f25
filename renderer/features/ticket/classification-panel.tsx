import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { category as categories, ticketKind } from '#shared/domain/codes.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import { offeredServices } from '#shared/sla/offered-services.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { mayCorrect } from '../../ui/ticket-actions/available-actions.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import classes from './facts.module.css';
import panelClasses from './panel.module.css';
import { Panel } from './panel.tsx';

/** Kind, category and service item; checking them is a step of its own (6 and 16). */
export function ClassificationPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const { me } = useDesk();
  const labels = useLabels();
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Panel
      title={t('ticket:section.classification')}
      side={
        !isEditing &&
        mayCorrect(ticket, me.role) && (
          <Button
            variant="subtle"
            size="compact-xs"
            aria-label={`${t('everywhere:change')} ${t('ticket:section.classification')}`}
            onClick={() => setIsEditing(true)}
          >
            {t('everywhere:change')}
          </Button>
        )
      }
    >
      {isEditing ? (
        <ClassificationEditor ticket={ticket} onDone={() => setIsEditing(false)} />
      ) : (
        <dl className={classes.facts}>
          <dt>{t('ticket:field.kind')}</dt>
          <dd>{labels.kind(ticket.kind)}</dd>
          <dt>{t('ticket:field.category')}</dt>
          <dd>{labels.category(ticket.category)}</dd>
          <dt>{t('ticket:field.serviceItem')}</dt>
          <dd>{ticket.serviceItem || t('everywhere:none')}</dd>
          {ticket.firstCategory !== ticket.category && (
            <>
              <dt>{t('ticket:field.firstCategory')}</dt>
              <dd>{labels.category(ticket.firstCategory)}</dd>
            </>
          )}
        </dl>
      )}
    </Panel>
  );
}

interface ClassificationEditorProps {
  readonly ticket: Ticket;
  onDone(): void;
}

function ClassificationEditor({ ticket, onDone }: ClassificationEditorProps) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const labels = useLabels();
  const { run, failure } = useAct();
  // What was there when the correction began: the ticket may change under an open editor.
  const [from] = useState({ kind: ticket.kind, category: ticket.category, serviceItem: ticket.serviceItem });
  const [kind, setKind] = useState(ticket.kind);
  const [category, setCategory] = useState(ticket.category);
  const [serviceItem, setServiceItem] = useState(ticket.serviceItem);
  const items = offeredServices(category, useReference().policyOf(ticket)?.pack);
  const offered = serviceItem === '' || items.includes(serviceItem) ? items : [serviceItem, ...items];

  const save = async () => {
    if (await run('ticket.classify', { id: ticket.id, kind, category, serviceItem, from })) onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) void save();
      }}
    >
      <Stack gap={8}>
        <Select
          label={t('ticket:field.kind')}
          data={ticketKind.options.map((value) => ({ value, label: labels.kind(value) }))}
          value={kind}
          onChange={(value) => setKind(ticketKind.parse(value))}
          allowDeselect={false}
          data-autofocus
        />
        <Select
          label={t('ticket:field.category')}
          data={categories.options.map((value) => ({ value, label: labels.category(value) }))}
          value={category}
          onChange={(value) => {
            setCategory(categories.parse(value));
            setServiceItem('');
          }}
          allowDeselect={false}
        />
        {offered.length > 0 && (
          <Select
            label={t('ticket:field.serviceItem')}
            data={[...offered]}
            value={serviceItem === '' ? null : serviceItem}
            onChange={(value) => setServiceItem(value ?? '')}
            placeholder={t('ticket:classify.noItem')}
            clearable
            clearButtonProps={{ 'aria-label': t('ticket:classify.noItem') }}
          />
        )}
        {kind !== from.kind && (
          <Text size="xs" c="dimmed">
            {t('ticket:classify.note')}
          </Text>
        )}
        {failure !== null && (
          <p role="alert" className={panelClasses.failure}>
            {failure}
          </p>
        )}
        <Group gap={6} justify="flex-end">
          <Button variant="default" size="compact-sm" onClick={onDone}>
            {t('everywhere:cancel')}
          </Button>
          <Button type="submit" size="compact-sm">
            {t('everywhere:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
