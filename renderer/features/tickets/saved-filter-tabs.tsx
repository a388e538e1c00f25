import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedFilter } from '../../data/contract.ts';
import { useTicketCounts } from '../../data/react.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { savedFilters } from './list-query.ts';
import classes from './saved-filter-tabs.module.css';

interface SavedFilterTabsProps {
  readonly chosen: SavedFilter;
  onChoose(saved: SavedFilter): void;
}

/** The saved filters with how many tickets each holds now. */
export const SavedFilterTabs = memo(function SavedFilterTabs({ chosen, onChoose }: SavedFilterTabsProps) {
  const { t } = useTranslation('tickets');
  const counts = useTicketCounts();
  const format = useOfficeFormat();
  return (
    <nav className={classes.tabs} aria-label={t('savedLabel')}>
      {savedFilters.map((name) => (
        <button
          key={name}
          type="button"
          className={classes.tab}
          aria-pressed={name === chosen}
          data-warn={name === 'late' && counts[name] > 0}
          onClick={() => onChoose(name)}
        >
          {t(`saved.${name}`)} <span className={classes.count}>{format.number(counts[name])}</span>
        </button>
      ))}
    </nav>
  );
});
