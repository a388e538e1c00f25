import { useTranslation } from 'react-i18next';
import { useReview } from '../../data/react.ts';
import { Page } from '../../ui/page.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { ReviewCard } from './review-card.tsx';
import classes from './review-page.module.css';

/** "Perlu ditinjau": what the server refused and what others replaced. An item leaves only by a decision. */
export default function ReviewPage() {
  const { t } = useTranslation('review');
  const items = useReview();
  return (
    <Page title={t('title')}>
      {items.length === 0 ? (
        <Sentence title={t('empty')} next={t('emptyNext')} />
      ) : (
        <div className={classes.body}>
          <p className={classes.intro}>{t('intro')}</p>
          <ul className={classes.list}>
            {items.map((item) => (
              <ReviewCard key={item.id} item={item} />
            ))}
          </ul>
        </div>
      )}
    </Page>
  );
}
