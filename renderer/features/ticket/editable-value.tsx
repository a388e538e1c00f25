import { ActionIcon, Button, Group, Select, Textarea, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channel as channels } from '#shared/domain/codes.ts';
import type { EditableField, Ticket } from '#shared/domain/ticket.ts';
import { readField } from '#shared/mutations/correction.ts';
import { useLabels } from '../../ui/labels.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import { useTextDraft } from '../../ui/use-text-draft.ts';
import { editFault } from './edit-fault.ts';
import classes from './facts.module.css';
import panelClasses from './panel.module.css';

const longFields: readonly EditableField[] = ['description', 'handling', 'cause'];

interface EditableValueProps {
  readonly ticket: Ticket;
  readonly field: EditableField;
  /** False where the ticket has ended or the reader may not correct it. */
  readonly isOpen: boolean;
}

/** A field of the ticket with a pencil: corrected in place, sent with the value it replaces. */
export function EditableValue({ ticket, field, isOpen }: EditableValueProps) {
  const { t } = useTranslation('ticket');
  const labels = useLabels();
  const [isEditing, setIsEditing] = useState(false);
  const name = t(`field.${field}`);
  const value = readField(ticket, field);
  const channel = field === 'channel' ? channels.safeParse(value) : null;
  const shown = channel?.success ? labels.channel(channel.data) : value;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {isEditing ? (
          <Editor ticket={ticket} field={field} name={name} onDone={() => setIsEditing(false)} />
        ) : (
          <div className={classes.editable}>
            <span className={classes.value} data-empty={value === ''}>
              {shown === '' ? t('edit.empty') : shown}
            </span>
            {isOpen && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="xs"
                className={classes.pencil ?? ''}
                aria-label={t('edit.change', { field: name })}
                onClick={() => setIsEditing(true)}
              >
                <IconPencil size={13} aria-hidden />
              </ActionIcon>
            )}
          </div>
        )}
      </dd>
    </>
  );
}

interface EditorProps {
  readonly ticket: Ticket;
  readonly field: EditableField;
  readonly name: string;
  onDone(): void;
}

function Editor({ ticket, field, name, onDone }: EditorProps) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const labels = useLabels();
  const present = readField(ticket, field);
  // `from` stays what was there when the correction began, also after a restart.
  const draft = useTextDraft<'from' | 'to'>(`ticket/${ticket.id}/edit/${field}`, {
    from: present,
    to: present,
  });
  const { run, failure } = useAct();
  const [isAsking, setIsAsking] = useState(false);
  const { from, to } = draft.values;
  const fault = editFault(field, to);
  const isLong = longFields.includes(field);

  const discard = async () => {
    await draft.clear();
    onDone();
  };
  const save = async () => {
    if (fault !== null) return;
    if (to === from) return discard();
    if (await run('ticket.edit', { id: ticket.id, changes: [{ field, from, to }] })) await discard();
  };
  const leave = () => (to === from ? void discard() : setIsAsking(true));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      leave();
    } else if (event.key === 'Enter' && (event.ctrlKey || (!isLong && field !== 'channel'))) {
      event.preventDefault();
      void save();
    }
  };
  const common = {
    'aria-label': name,
    error: fault === null ? null : t(`everywhere:${fault.word}`, { max: 'max' in fault ? fault.max : 0 }),
    autoFocus: true,
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches Ctrl+Enter and Escape of the field within
    <div className={classes.editor} onKeyDown={onKeyDown}>
      {field === 'channel' ? (
        <Select
          {...common}
          data={channels.options.map((value) => ({ value, label: labels.channel(value) }))}
          value={to}
          allowDeselect={false}
          onChange={(value) => draft.setField('to', value ?? to)}
        />
      ) : isLong ? (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={10}
          value={to}
          onChange={(event) => draft.setField('to', event.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...common}
          value={to}
          onChange={(event) => draft.setField('to', event.currentTarget.value)}
        />
      )}
      {failure !== null && (
        <p role="alert" className={panelClasses.failure}>
          {failure}
        </p>
      )}
      {isAsking ? (
        <Group gap={6} role="alertdialog" aria-label={t('everywhere:unsavedTitle')}>
          <span className={classes.hint}>{t('everywhere:unsavedTitle')}</span>
          <Button size="compact-xs" variant="default" autoFocus onClick={() => setIsAsking(false)}>
            {t('everywhere:keepEditing')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={() => void discard()}>
            {t('everywhere:discard')}
          </Button>
        </Group>
      ) : (
        <Group gap={6}>
          <Button size="compact-xs" onClick={() => void save()}>
            {t('everywhere:save')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={leave}>
            {t('everywhere:cancel')}
          </Button>
          <span className={classes.hint}>{t('ticket:edit.keys')}</span>
        </Group>
      )}
    </div>
  );
}
