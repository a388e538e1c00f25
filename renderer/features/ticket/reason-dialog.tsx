import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { useTextDraft } from '../../ui/use-text-draft.ts';

type Act = ReturnType<typeof useAct>;

interface ReasonDialogProps {
  readonly title: string;
  readonly explain: string;
  readonly label: string;
  readonly help?: string;
  /** The decision cannot be made without words. */
  readonly isNeeded: boolean;
  /** Where the words are kept until they are sent. */
  readonly draftKey: string;
  readonly submitLabel: string;
  readonly size?: number;
  /** What the decision is about, above the words. */
  readonly children?: ReactNode;
  send(run: Act['run'], text: string): Promise<boolean>;
  onClose(): void;
}

/** A decision that asks for its reason. What is typed is a draft until the decision is on the device. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, explain, label, help, isNeeded, draftKey, submitLabel, size = 520, children } = props;
  const { t } = useTranslation(['ticket', 'everywhere']);
  const draft = useTextDraft<'text'>(draftKey, { text: '' });
  const { run, failure } = useAct();
  const [isTried, setIsTried] = useState(false);
  const isSending = useRef(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isMissing = isNeeded && draft.values.text.trim() === '';
  useFocusBack();

  const send = async () => {
    setIsTried(true);
    if (isMissing) return field.current?.focus();
    if (isSending.current) return;
    isSending.current = true;
    const isKept = await props.send(run, draft.values.text);
    isSending.current = false;
    if (!isKept) return;
    await draft.clear();
    props.onClose();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void send();
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
      onKeyDown={onKeyDown}
    >
      <Stack gap="sm">
        <Text size="sm">{explain}</Text>
        {failure !== null && (
          <Alert color="red" variant="outline" role="alert">
            {failure}
          </Alert>
        )}
        {children}
        <Textarea
          ref={field}
          label={label}
          description={help}
          withAsterisk={isNeeded}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={2_000}
          data-autofocus
          value={draft.values.text}
          onChange={(event) => draft.setField('text', event.currentTarget.value)}
          error={isTried && isMissing ? t('everywhere:needsText') : null}
        />
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed" role="status">
            {draft.kept ? t('ticket:dialog.draft') : ''}
          </Text>
          <Group gap="xs">
            <Button variant="default" onClick={props.onClose}>
              {t('everywhere:cancel')}
            </Button>
            <Button onClick={() => void send()}>{submitLabel}</Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  );
}
