import { IconAlertTriangle, IconArrowsExchange, IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ReviewItem } from '../../data/contract.ts';
import { useReview } from '../../data/react.ts';
import { Instant } from '../../ui/instant.tsx';
import { paths } from '../../ui/paths.ts';
import { RefusalText } from '../../ui/refusal-text.tsx';
import { CardActions } from './card-actions.tsx';
import { EditAndResend } from './edit-and-resend.tsx';
import classes from './review-page.module.css';
import { typedTexts } from './typed-texts.ts';
import { useItemWords } from './use-item-words.ts';
import { useProspects } from './use-prospects.ts';

const icons = { refused: IconAlertTriangle, overwritten: IconArrowsExchange, file: IconPaperclip } as const;

/** One item: what, why, by whom, when; and the decisions it waits for. */
export function ReviewCard({ item }: { readonly item: ReviewItem }) {
  const { t } = useTranslation(['review', 'everywhere']);
  const words = useItemWords();
  const prospects = useProspects(item);
  const [isEditing, setIsEditing] = useState(false);
  const Icon = icons[item.type];
  const number = item.ticketNumber || prospects?.ticket?.number || '';
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <Icon size={17} aria-hidden className={classes.icon} />
        <strong>{t(`review:type.${item.type}`)}</strong>
        <span className={classes.deed}>{words.deed(item)}</span>
        {prospects?.ticket === undefined ? (
          <span className={classes.number}>{number || t('review:noNumber')}</span>
        ) : (
          <Link href={paths.ticket(item.ticketId)} className={`${classes.number} ${classes.link}`}>
            {number || t('review:noNumber')}
          </Link>
        )}
        <span className={classes.when}>
          {t(`review:who.${item.type}`, { name: item.overwritten?.byName ?? '' })} <Instant at={item.at} />
        </span>
      </div>
      <Why item={item} />
      {isEditing ? (
        <EditAndResend item={item} onDone={() => setIsEditing(false)} />
      ) : (
        <>
          <Content item={item} />
          {prospects !== undefined && (
            <CardActions item={item} prospects={prospects} onEdit={() => setIsEditing(true)} />
          )}
        </>
      )}
    </li>
  );
}

function Why({ item }: { readonly item: ReviewItem }) {
  const { t } = useTranslation(['review', 'files']);
  const others = useReview();
  if (item.file !== undefined)
    return (
      <p className={classes.why}>{t('review:fileWhy', { why: t(`files:problem.${fileProblem(item)}`) })}</p>
    );
  if (item.refusal === null) return null;
  const waits =
    item.refusal.code === 'ticket_not_found' &&
    others.some((other) => other.ticketId === item.ticketId && other.mutation?.name === 'ticket.register');
  return (
    <p className={classes.why}>
      {waits ? t('review:registrationFirst') : <RefusalText refusal={item.refusal} />}
    </p>
  );
}

const fileProblems = ['type', 'macro', 'bomb', 'damaged', 'infected', 'lost'] as const;

/** A problem of a newer server is told as the commonest one. */
function fileProblem({ file }: ReviewItem): (typeof fileProblems)[number] {
  return fileProblems.find((known) => known === file?.problem) ?? 'type';
}

/** Of a form there are many: what fits on a line stands beside the others. */
function isShort(text: string): boolean {
  return text.length <= 60 && !text.includes('\n');
}

/** What was chosen and typed, or both values where one was replaced. */
function Content({ item }: { readonly item: ReviewItem }) {
  const { t } = useTranslation('review');
  const words = useItemWords();
  if (item.overwritten !== null) {
    const { field, mine, theirs, byName } = item.overwritten;
    return (
      <dl className={classes.versions}>
        <dt>{t('mine', { field: words.field(field) })}</dt>
        <dd>{words.value(field, mine) || t('emptyValue')}</dd>
        <dt>{t('theirs', { name: byName })}</dt>
        <dd>{words.value(field, theirs) || t('emptyValue')}</dd>
      </dl>
    );
  }
  const typed = typedTexts(item.mutation?.args);
  const isForm = item.mutation?.name === 'ticket.register' || item.mutation?.name === 'form.save';
  const texts = isForm ? typed.filter(({ text }) => !isShort(text)) : typed;
  const facts = [
    ...words.facts(item),
    ...(isForm ? typed.filter(({ text }) => isShort(text)) : []).map(({ name, text }) => ({
      term: words.field(name),
      value: text,
    })),
  ];
  return (
    <>
      {facts.length > 0 && (
        <p className={classes.facts}>
          {facts.map(({ term, value }) => (
            <span key={term}>
              {term}: <strong>{value}</strong>
            </span>
          ))}
        </p>
      )}
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
    </>
  );
}
