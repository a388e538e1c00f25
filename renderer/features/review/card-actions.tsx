import { Button, Group } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { err, type Result } from '#shared/domain/result.ts';
import type { ReviewItem } from '../../data/contract.ts';
import type { FileFailure } from '../../data/files/contract.ts';
import { storageFailureOf } from '../../data/local/storage-failure.ts';
import { useDesk } from '../../data/react.ts';
import type { ReviewProspects } from '../../data/review-contract.ts';
import { useFileFailure } from '../../ui/files/file-words.ts';
import { paths } from '../../ui/paths.ts';
import { registrationOf, renumbered } from '../../ui/renumbered.ts';
import { AttachAgain } from './attach-again.tsx';
import { DiscardDialog } from './discard-dialog.tsx';
import { actionsFor, editorOf, type ReviewAction } from './item-actions.ts';
import { RemoveFileDialog } from './remove-file-dialog.tsx';
import classes from './review-page.module.css';
import { typedTexts } from './typed-texts.ts';
import { useItemWords } from './use-item-words.ts';

interface CardActionsProps {
  readonly item: ReviewItem;
  readonly prospects: ReviewProspects;
  onEdit(): void;
}

/** The decisions about an item, the one that helps best first. */
export function CardActions({ item, prospects, onEdit }: CardActionsProps) {
  const { t } = useTranslation(['review', 'everywhere']);
  const desk = useDesk();
  const say = useFileFailure();
  const words = useItemWords();
  const [told, setTold] = useState<{ readonly text: string; readonly isFailure: boolean } | null>(null);
  const [asked, setAsked] = useState<'discard' | 'remove' | 'attach' | null>(null);
  const isBusy = useRef(false);

  const decide = async (decision: () => Promise<Result<void, FileFailure>>) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setTold(null);
    const result = await decision()
      .catch((error: unknown) => err(storageFailureOf(error)))
      .finally(() => {
        isBusy.current = false;
      });
    if (!result.ok) setTold({ text: say(result.error), isFailure: true });
  };
  const text = () => words.note(item, typedTexts(item.mutation?.args));
  const run: Readonly<Record<Exclude<ReviewAction, 'open'>, () => void>> = {
    resend: () => void decide(() => desk.review.resend(item.id)),
    renumber: () =>
      void decide(async () => {
        const { kind, opd, number } = registrationOf(item);
        const next = await desk.nextTicketNumber(kind, opd);
        const former = t('review:formerNumber', { number });
        return desk.review.resend(item.id, renumbered(item.mutation?.args, next, former));
      }),
    edit: onEdit,
    note: () => void decide(() => desk.review.keepAsNote(item.id, text())),
    copy: () => {
      const copied = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error('no clipboard'));
      copied.then(
        () => setTold({ text: t('review:copied'), isFailure: false }),
        () => setTold({ text: t('review:notCopied'), isFailure: true }),
      );
    },
    attach: () => setAsked('attach'),
    remove: () => setAsked('remove'),
    discard: () => setAsked('discard'),
  };
  const labels: Readonly<Record<ReviewAction, string>> = {
    resend: t(item.type === 'overwritten' ? 'review:restore' : 'review:resend'),
    renumber: t('review:renumber'),
    edit: t(editorOf(item) === 'form' ? 'review:editInForm' : 'review:edit'),
    note: t('review:keepAsNote'),
    open: t('review:openTicket'),
    copy: t('review:copy'),
    attach: t('review:attach'),
    remove: t('review:remove'),
    discard: t(`review:discard.${item.type}`),
  };
  const close = () => setAsked(null);
  return (
    <>
      <Group gap={6} mt={8}>
        {actionsFor(item, prospects).map((action, at) => {
          const look = { size: 'compact-sm', variant: at === 0 ? 'filled' : 'default' } as const;
          if (action === 'open' || (action === 'edit' && editorOf(item) === 'form'))
            return (
              <Button
                key={action}
                {...look}
                component={Link}
                href={action === 'open' ? paths.ticket(item.ticketId) : paths.reviewForm(item.id)}
              >
                {labels[action]}
              </Button>
            );
          return (
            <Button key={action} {...look} onClick={run[action]}>
              {labels[action]}
            </Button>
          );
        })}
      </Group>
      {told !== null && (
        <p
          role={told.isFailure ? 'alert' : 'status'}
          className={told.isFailure ? classes.failure : classes.told}
        >
          {told.text}
        </p>
      )}
      {asked === 'attach' && <AttachAgain item={item} onClose={close} />}
      {asked === 'discard' && <DiscardDialog item={item} onClose={close} />}
      {asked === 'remove' && <RemoveFileDialog item={item} onClose={close} />}
    </>
  );
}
