import { Button, Textarea } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { restAfter } from '../../ui/draft-merge.ts';
import { KeyCaps, WithKeys } from '../../ui/keys/with-keys.tsx';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import { useTextDraft } from '../../ui/use-text-draft.ts';
import classes from './conversation.module.css';
import type { MessageKind, TicketScreen } from './use-ticket-screen.ts';

const kinds: readonly MessageKind[] = ['reply', 'note'];

interface MessageBoxProps {
  readonly ticketId: string;
  readonly screen: TicketScreen;
}

/** Reply or internal note, each with a draft of its own that stays until the text is on the device's disk. */
export function MessageBox({ ticketId, screen }: MessageBoxProps) {
  const { t } = useTranslation('ticket');
  const { message: kind, write } = screen;
  return (
    <div className={classes.box}>
      <div className={classes.boxHead}>
        {kinds.map((name) => (
          <WithKeys key={name} shortcut={name} label={t(`message.${name}`)} position="top-start">
            <button
              type="button"
              className={classes.kind}
              aria-pressed={name === kind}
              onClick={() => write(name)}
            >
              {t(`message.${name}`)}
            </button>
          </WithKeys>
        ))}
      </div>
      <MessageField key={kind} kind={kind} ticketId={ticketId} writeTurn={screen.writeTurn} />
    </div>
  );
}

interface MessageFieldProps {
  readonly kind: MessageKind;
  readonly ticketId: string;
  readonly writeTurn: number;
}

function MessageField({ kind, ticketId, writeTurn }: MessageFieldProps) {
  const { t } = useTranslation(['ticket', 'everywhere']);
  const draft = useTextDraft(`ticket/${ticketId}/${kind}`, { text: '' });
  const { text } = draft.values;
  const { run, failure, forget } = useAct();
  const [isSaved, setIsSaved] = useState(false);
  const [isEmptyTried, setIsEmptyTried] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const isSending = useRef(false);
  const typed = useRef(text);
  typed.current = text;
  useEffect(() => {
    if (writeTurn > 0) field.current?.focus();
  }, [writeTurn]);

  const send = async () => {
    if (isSending.current) return;
    if (text.trim() === '') {
      setIsEmptyTried(true);
      field.current?.focus();
      return;
    }
    isSending.current = true;
    const isKept = await run(kind === 'reply' ? 'ticket.reply' : 'ticket.note', {
      id: ticketId,
      text,
    });
    isSending.current = false;
    if (!isKept) return;
    // The disk took its time, and the writer may have gone on.
    const rest = restAfter(text, typed.current);
    if (rest === '') await draft.clear();
    else draft.setField('text', rest);
    setIsSaved(true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      event.currentTarget.blur();
    }
  };
  const status =
    text !== '' && draft.kept
      ? t('ticket:message.draftKept')
      : isSaved
        ? t(kind === 'reply' ? 'ticket:message.savedReply' : 'ticket:message.savedNote')
        : '';
  return (
    <>
      <Textarea
        ref={field}
        aria-label={t(kind === 'reply' ? 'ticket:message.replyHint' : 'ticket:message.noteHint')}
        placeholder={t(kind === 'reply' ? 'ticket:message.replyHint' : 'ticket:message.noteHint')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={20_000}
        value={text}
        onChange={(event) => {
          setIsSaved(false);
          setIsEmptyTried(false);
          forget();
          draft.setField('text', event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        error={isEmptyTried ? t('everywhere:needsText') : null}
      />
      <div className={classes.boxFoot}>
        {failure === null ? (
          <span className={classes.status} role="status">
            {status}
          </span>
        ) : (
          <span className={classes.failure} role="alert">
            {failure}
          </span>
        )}
        <Button
          variant="default"
          size="compact-sm"
          rightSection={<KeyCaps keys="Ctrl+Enter" />}
          onClick={() => void send()}
        >
          {t(kind === 'reply' ? 'ticket:message.send' : 'ticket:message.saveNote')}
        </Button>
      </div>
    </>
  );
}
