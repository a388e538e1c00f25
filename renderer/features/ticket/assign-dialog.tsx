import { Alert, Button, Combobox, Group, Modal, Stack, Text, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import classes from './assign-dialog.module.css';
import { peopleFor } from './people.ts';

interface AssignDialogProps {
  readonly ticket: Ticket;
  onClose(): void;
}

/** Gives the ticket to a person who works for its office: type a name, choose with the arrows, Enter. */
export function AssignDialog({ ticket, onClose }: AssignDialogProps) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const { me } = useDesk();
  const reference = useReference();
  const labels = useLabels();
  const { run, failure } = useAct();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({ opened: true });
  const people = peopleFor(reference.users(), ticket.opd, search, me.id);

  const give = async (assignee: string | null) => {
    if (assignee === ticket.assignee || (await run('ticket.assign', { id: ticket.id, assignee, team: null })))
      onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('ticket:assign.title')}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      <Stack gap="sm">
        {failure !== null && (
          <Alert color="red" variant="outline" role="alert">
            {failure}
          </Alert>
        )}
        <Combobox store={combobox} onOptionSubmit={(id) => void give(id)} withinPortal={false}>
          <Combobox.Search
            data-autofocus
            size="xs"
            className={classes.search ?? ''}
            aria-label={t('ticket:assign.search')}
            placeholder={t('ticket:assign.search')}
            value={search}
            onKeyDown={(event) => {
              // The list is always open here: Escape means the dialog.
              if (event.key === 'Escape') onClose();
            }}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              combobox.selectFirstOption();
            }}
          />
          <Combobox.Options className={classes.options ?? ''} aria-label={t('ticket:assign.title')}>
            {people.map((user) => (
              <Combobox.Option key={user.id} value={user.id} active={user.id === ticket.assignee}>
                <span className={classes.person}>
                  <span>
                    {user.name}
                    {user.id === me.id && <Text span size="xs">{` · ${t('ticket:assign.me')}`}</Text>}
                  </span>
                  <Text span size="xs" className={classes.role ?? ''}>
                    {labels.role(user.role)} · {user.opd}
                  </Text>
                </span>
              </Combobox.Option>
            ))}
            {people.length === 0 && <Combobox.Empty>{t('ticket:assign.nobody')}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox>
        <Group justify="space-between">
          {ticket.assignee === null ? (
            <span />
          ) : (
            <Button variant="subtle" onClick={() => void give(null)}>
              {t('ticket:assign.toNobody')}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t('everywhere:cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
