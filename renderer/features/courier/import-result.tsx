import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { TakeReport } from '../../data/courier/contract.ts';
import { paths } from '../../ui/paths.ts';
import classes from './courier.module.css';
import { Outcome } from './outcome.tsx';

/** Why the file did not even come to the data layer. */
export type ImportFault = 'unreadable' | 'too_large';

/** What became of an import: what came, or why nothing did and what to do about it. */
export function ImportResult({ result }: { readonly result: TakeReport | ImportFault }) {
  if (typeof result === 'string') return <Fault fault={result} />;
  return (
    <>
      {result.files > 0 && <Report report={result} />}
      {result.stopped !== null && <Fault fault={result.stopped} />}
    </>
  );
}

function Report({ report }: { readonly report: TakeReport }) {
  const { t } = useTranslation('courier');
  const { isNew, isLast, confirmed, changes, attachments, attachmentsLeft, toReview, stopped } = report;
  return (
    <Outcome isGood title={t('done.title')}>
      <ul className={classes.lines}>
        {!isNew && <li>{t('done.known')}</li>}
        {isNew && (
          <li>{confirmed === 0 ? t('done.confirmedNone') : t('done.confirmed', { count: confirmed })}</li>
        )}
        {isNew && <li>{changes === 0 ? t('done.changesNone') : t('done.changes', { count: changes })}</li>}
        {attachments > 0 && <li>{t('done.attachments', { count: attachments })}</li>}
        {attachmentsLeft > 0 && <li>{t('done.attachmentsLeft', { count: attachmentsLeft })}</li>}
        {toReview > 0 && (
          <li>
            {t('done.toReview', { count: toReview })} <Link href={paths.review}>{t('done.review')}</Link>
          </li>
        )}
        {!isLast && stopped === null && <li>{t('done.more')}</li>}
      </ul>
    </Outcome>
  );
}

function Fault({ fault }: { readonly fault: NonNullable<TakeReport['stopped']> | ImportFault }) {
  const { t } = useTranslation('courier');
  return (
    <Outcome isGood={false} title={t('fault.title')}>
      <ul className={classes.lines}>
        <li>{t(`fault.${fault}`)}</li>
        <li>{t('fault.kept')}</li>
      </ul>
    </Outcome>
  );
}
