import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useTextDraft } from '../use-text-draft.ts';
import { type DialogName, type DialogValues, dialogPlans, noValues } from './dialog-plans.ts';
import { useAct } from './use-act.ts';

interface StatusDialogProps {
  readonly name: DialogName;
  readonly ticket: Ticket;
  onClose(): void;
}

/** A status change that asks for words or for a second thought. What is typed is a draft until it is kept. */
export function StatusDialog({ name, ticket, onClose }: StatusDialogProps) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const plan = dialogPlans[name];
  const draft = useTextDraft<keyof DialogValues>(`ticket/${ticket.id}/${name}`, {
    ...noValues,
    ...plan.start?.(ticket),
  });
  const { run, failure } = useAct();
  const [isTried, setIsTried] = useState(false);
  const isSending = useRef(false);
  const main = useRef<HTMLTextAreaElement>(null);
  const isMissing = plan.isTextNeeded && draft.values.text.trim() === '';

  const send = async () => {
    setIsTried(true);
    if (isMissing) return main.current?.focus();
    if (isSending.current) return;
    isSending.current = true;
    const isKept = await plan.submit(run, ticket, draft.values);
    isSending.current = false;
    if (!isKept) return;
    await draft.clear();
    onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  const labelOf = (field: keyof DialogValues): string => {
    if (field === 'second') return t('ticket:dialog.answer.second');
    if (field === 'third') return t('ticket:dialog.answer.third');
    return name === 'confirm' ? '' : t(`ticket:dialog.${name}.text`);
  };
  const help =
    name === 'wait' || name === 'resolve' || name === 'cancel' ? t(`ticket:dialog.${name}.help`) : null;

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`ticket:dialog.${name}.title`)}
      size={520}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
      onKeyDown={onKeyDown}
    >
      <Stack gap="sm">
        <Text size="sm">{t(`ticket:dialog.${name}.explain`)}</Text>
        {failure !== null && (
          <Alert color="red" variant="outline" role="alert">
            {failure}
          </Alert>
        )}
        {plan.fields.map((field, at) => (
          <Textarea
            key={field}
            ref={field === 'text' ? main : null}
            label={labelOf(field)}
            withAsterisk={field === 'text' && plan.isTextNeeded}
            description={field === 'text' ? help : null}
            autosize
            minRows={field === 'text' ? 3 : 2}
            maxRows={10}
            maxLength={name === 'resolve' || name === 'answer' ? 20_000 : 2_000}
            value={draft.values[field]}
            onChange={(event) => draft.setField(field, event.currentTarget.value)}
            error={field === 'text' && isTried && isMissing ? t('everywhere:needsText') : null}
            {...(at === 0 ? { 'data-autofocus': true } : {})}
          />
        ))}
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed" role="status">
            {plan.fields.length > 0 && draft.kept ? t('ticket:dialog.draft') : ''}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('everywhere:cancel')}
            </Button>
            <Button
              onClick={() => void send()}
              {...(plan.fields.length === 0 ? { 'data-autofocus': true } : {})}
            >
              {t(`ticket:dialog.${name}.title`)}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
