import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReview } from '../../data/react.ts';
import { Page } from '../../ui/page.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { ReviewCard } from './review-card.tsx';
import classes from './review-page.module.css';

/** So many are drawn at a time: each looks what could become of it. */
const step = 50;

/** "Perlu ditinjau": what the server refused and what others replaced. An item leaves only by a decision. */
export default function ReviewPage() {
  const { t } = useTranslation('review');
  const items = useReview();
  const [shown, setShown] = useState(step);
  return (
    <Page title={t('title')}>
      {items.length === 0 ? (
        <Sentence title={t('empty')} next={t('emptyNext')} />
      ) : (
        <div className={classes.body}>
          <p className={classes.intro}>{t('intro')}</p>
          <ul className={classes.list}>
            {items.slice(0, shown).map((item) => (
              <ReviewCard key={item.id} item={item} />
            ))}
          </ul>
          {items.length > shown && (
            <Button mt={12} variant="default" size="compact-sm" onClick={() => setShown(shown + step)}>
              {t('more', { count: Math.min(step, items.length - shown) })}
            </Button>
          )}
        </div>
      )}
    </Page>
  );
}
