import { Button, Group, Modal, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ReviewItem } from '../../data/contract.ts';
import { useDesk, useDraft } from '../../data/react.ts';
import { Instant } from '../../ui/instant.tsx';
import { paths } from '../../ui/paths.ts';
import { RefusalText, useFailureSentence } from '../../ui/refusal-text.tsx';
import classes from './review-page.module.css';
import { typedTexts, withText } from './typed-texts.ts';
import { useItemWords } from './use-item-words.ts';

/** One item: what, why, by whom, when; and the decisions it waits for. */
export function ReviewCard({ item }: { readonly item: ReviewItem }) {
  const { t } = useTranslation('review');
  const { review } = useDesk();
  const sentence = useFailureSentence();
  const words = useItemWords();
  const [failure, setFailure] = useState<string | null>(null);
  const [isDiscarding, setIsDiscarding] = useState(false);
  const [isEditing, setIsEditing] = useState(false);
  const texts = item.mutation === null ? [] : typedTexts(item.mutation.args);
  const decide = async (
    decision: Promise<{ ok: true } | { ok: false; error: Parameters<typeof sentence>[0] }>,
  ) => {
    const result = await decision;
    setFailure(result.ok ? null : sentence(result.error));
  };
  const Icon = item.type === 'refused' ? IconAlertTriangle : IconArrowsExchange;
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <Icon size={17} aria-hidden className={classes.icon} />
        <strong>{t(`type.${item.type}`)}</strong>
        <span>{words.deed(item)}</span>
        <Link href={paths.ticket(item.ticketId)} className={classes.number ?? ''}>
          {item.ticketNumber || t('noNumber')}
        </Link>
        <span className={classes.when}>
          <Instant at={item.at} />
        </span>
      </div>
      {item.refusal !== null && (
        <p className={classes.why}>
          <RefusalText refusal={item.refusal} />
        </p>
      )}
      {item.overwritten !== null && (
        <dl className={classes.versions}>
          <dt>{t('mine', { field: words.field(item.overwritten.field) })}</dt>
          <dd>{item.overwritten.mine || t('emptyValue')}</dd>
          <dt>{t('theirs', { name: item.overwritten.byName })}</dt>
          <dd>{item.overwritten.theirs || t('emptyValue')}</dd>
        </dl>
      )}
      {isEditing ? (
        <EditAndResend item={item} onDone={() => setIsEditing(false)} />
      ) : (
        <>
          {texts.length > 0 && (
            <dl className={classes.versions}>
              {texts.map((text) => (
                <div key={text.path.join('.')} className={classes.typed}>
                  <dt>{words.field(text.name)}</dt>
                  <dd>{text.text}</dd>
                </div>
              ))}
            </dl>
          )}
          <Group gap={6} mt={8}>
            <Button size="compact-sm" onClick={() => void decide(review.resend(item.id))}>
              {t(item.type === 'refused' ? 'resend' : 'restore')}
            </Button>
            {texts.length > 0 && (
              <Button size="compact-sm" variant="default" onClick={() => setIsEditing(true)}>
                {t('edit')}
              </Button>
            )}
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void decide(review.keepAsNote(item.id, words.note(item, texts)))}
            >
              {t('keepAsNote')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setIsDiscarding(true)}>
              {t(item.type === 'refused' ? 'discard' : 'accept')}
            </Button>
          </Group>
        </>
      )}
      {failure !== null && (
        <p role="alert" className={classes.failure}>
          {failure}
        </p>
      )}
      {isDiscarding && <DiscardDialog item={item} onClose={() => setIsDiscarding(false)} />}
    </li>
  );
}

interface DialogProps {
  readonly item: ReviewItem;
  onClose(): void;
}

function DiscardDialog({ item, onClose }: DialogProps) {
  const { t } = useTranslation(['review', 'everywhere']);
  const { review } = useDesk();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('review:discardTitle')}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      <Text size="sm" mb="md">
        {t(item.type === 'refused' ? 'review:discardBody' : 'review:acceptBody')}
      </Text>
      <Group justify="flex-end" gap={6}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('everywhere:cancel')}
        </Button>
        <Button onClick={() => void review.discard(item.id)}>{t('review:discardYes')}</Button>
      </Group>
    </Modal>
  );
}

function EditAndResend({ item, onDone }: { readonly item: ReviewItem; onDone(): void }) {
  const { t } = useTranslation(['review', 'everywhere']);
  const { review } = useDesk();
  const sentence = useFailureSentence();
  const words = useItemWords();
  const draft = useDraft<unknown>(`review/${item.id}`, item.mutation?.args);
  const [failure, setFailure] = useState<string | null>(null);
  const texts = typedTexts(item.mutation?.args);
  const present = new Map(typedTexts(draft.value).map(({ path, text }) => [path.join('.'), text]));
  const send = async () => {
    const result = await review.resend(item.id, draft.value);
    if (result.ok) await draft.clear();
    else setFailure(sentence(result.error));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches Ctrl+Enter of the fields within
    <div
      className={classes.editor}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) void send();
      }}
    >
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
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('everywhere:cancel')}
        </Button>
      </Group>
    </div>
  );
}
