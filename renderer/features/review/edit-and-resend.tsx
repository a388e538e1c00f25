import { Button, Group, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isInScope } from '#shared/domain/reference.ts';
import { staffRoles } from '#shared/mutations/access.ts';
import type { ReviewItem } from '../../data/contract.ts';
import { useDesk, useReference, useTicket } from '../../data/react.ts';
import { useDraft } from '../../data/use-draft.ts';
import { useFailureSentence } from '../../ui/refusal-text.tsx';
import { freshIds } from './fresh-ids.ts';
import { type PersonField, personFields } from './person-fields.ts';
import classes from './review-page.module.css';
import { typedTexts, withText } from './typed-texts.ts';
import { useItemWords } from './use-item-words.ts';

interface EditAndResendProps {
  readonly item: ReviewItem;
  onDone(): void;
}

/** Everything typed, to be corrected and sent as new work. The item leaves the list only when that is on the disk. */
export function EditAndResend({ item, onDone }: EditAndResendProps) {
  const { t } = useTranslation(['review', 'everywhere']);
  const desk = useDesk();
  const sentence = useFailureSentence();
  const words = useItemWords();
  const typed = item.mutation ?? { name: '', args: undefined };
  const draft = useDraft<unknown>(`review/${item.id}`, typed.args);
  const [failure, setFailure] = useState<string | null>(null);
  const texts = typedTexts(typed.args, item.refusal?.field);
  const present = new Map(
    typedTexts(draft.value, item.refusal?.field).map(({ path, text }) => [path.join('.'), text]),
  );
  const send = async () => {
    const result = await desk.review.resend(item.id, freshIds(item, draft.value, desk.newId));
    if (result.ok) await draft.clear();
    else setFailure(sentence(result.error));
  };
  const giveUp = async () => {
    await draft.clear();
    onDone();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches Ctrl+Enter and Escape of the fields within
    <div
      className={classes.editor}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void send();
        } else if (event.key === 'Escape' && !event.defaultPrevented) {
          // What was corrected stays a draft.
          event.stopPropagation();
          onDone();
        }
      }}
    >
      {personFields({ name: typed.name, args: draft.value }).map((field, at) => (
        <PersonSelect
          key={field.path.join('.')}
          ticketId={item.ticketId}
          field={field}
          label={words.field(field.path[0])}
          isFirst={at === 0 && texts.length === 0}
          onChoose={(userId) => draft.set(withText(draft.value, field.path, userId))}
        />
      ))}
      {texts.map(({ path, name }, at) => (
        <Textarea
          key={path.join('.')}
          label={words.field(name)}
          autosize
          minRows={2}
          maxRows={10}
          autoFocus={at === 0}
          readOnly={!draft.ready}
          value={present.get(path.join('.')) ?? ''}
          onChange={(event) => draft.set(withText(draft.value, path, event.currentTarget.value))}
        />
      ))}
      {failure !== null && (
        <p role="alert" className={classes.failure}>
          {failure}
        </p>
      )}
      <Group gap={6} mt={8}>
        <Button size="compact-sm" onClick={() => void send()}>
          {t('review:sendEdited')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => void giveUp()}>
          {t('everywhere:cancel')}
        </Button>
        <span className={classes.hint}>{t('review:editKeys')}</span>
      </Group>
    </div>
  );
}

interface PersonSelectProps {
  readonly ticketId: string;
  readonly field: PersonField;
  readonly label: string;
  readonly isFirst: boolean;
  onChoose(userId: string): void;
}

/** Somebody else who works for the ticket's office. */
function PersonSelect({ ticketId, field, label, isFirst, onChoose }: PersonSelectProps) {
  const { t } = useTranslation('review');
  const reference = useReference();
  const ticket = useTicket(ticketId);
  const roles: readonly string[] = staffRoles;
  const staff = reference
    .users()
    .filter((user) => user.active && roles.includes(user.role) && (!ticket || isInScope(user, ticket.opd)))
    .map((user) => ({ value: user.id, label: user.name }))
    .sort((a, b) => a.label.localeCompare(b.label, 'id'));
  const isThere = staff.some(({ value }) => value === field.userId);
  return (
    <Select
      label={label}
      data={staff}
      searchable
      allowDeselect={false}
      value={isThere ? field.userId : null}
      placeholder={reference.user(field.userId)?.name ?? t('choosePerson')}
      autoFocus={isFirst}
      onChange={(userId) => userId !== null && onChoose(userId)}
    />
  );
}
