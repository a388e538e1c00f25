import { Button } from '@mantine/core';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { category, ticketKind, ticketState } from '#shared/domain/codes.ts';
import { isInScope } from '#shared/domain/reference.ts';
import type { TicketQuery } from '../../data/contract.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './filter-bar.module.css';
import { FilterChoice } from './filter-choice.tsx';
import { isNarrowed, readQuery, usualQuery, widened, writeQuery } from './list-query.ts';

interface FilterBarProps {
  readonly query: TicketQuery;
  readonly count: number;
  /** Beside a ticket only the most used filters have room. */
  readonly isNarrow: boolean;
  /** Always the same function. */
  change(part: Partial<TicketQuery>): void;
}

/** Narrows the list by status, category, priority, office, kind and assignee; says how many tickets are left. */
export function FilterBar({ query, count, isNarrow, change }: FilterBarProps) {
  const { t } = useTranslation('tickets');
  const format = useOfficeFormat();
  // Stays the same object while only text, saved filter or order change: drawing the choices costs more than the list.
  const address = writeQuery({ ...query, text: '', saved: usualQuery.saved, sort: usualQuery.sort });
  const chosen = useMemo(() => readQuery(address), [address]);
  return (
    <search className={classes.bar} aria-label={t('filter.label')}>
      <FilterChoices chosen={chosen} isNarrow={isNarrow} change={change} />
      {isNarrowed(query) && (
        <Button size="compact-xs" variant="subtle" onClick={() => change(widened(query))}>
          {t('filter.clear')}
        </Button>
      )}
      <span className={classes.count} role="status">
        {t('filter.count', { number: format.number(count) })}
      </span>
    </search>
  );
}

interface FilterChoicesProps extends Pick<FilterBarProps, 'isNarrow' | 'change'> {
  /** Only its choices count. */
  readonly chosen: TicketQuery;
}

const FilterChoices = memo(function FilterChoices({ chosen, isNarrow, change }: FilterChoicesProps) {
  const { t } = useTranslation('tickets');
  const { me } = useDesk();
  const reference = useReference();
  const labels = useLabels();
  const ownPack = reference.opd(me.opd)?.policy;
  const cells = ownPack === undefined ? undefined : reference.policy(ownPack)?.pack.priority.cells;
  const priorityValues = [...new Set(Object.values(cells ?? { 1: 1, 2: 2, 3: 3 }))].sort((a, b) => a - b);
  const people = reference.users().filter((user) => user.active && user.role !== 'client');
  const offices = reference.opds().filter((opd) => isInScope(me, opd.code));

  return (
    <>
      <FilterChoice
        label={t('column.state')}
        options={ticketState.options.map((value) => ({ value, label: labels.stateShort(value) }))}
        chosen={chosen.states}
        onChange={(states) => change({ states })}
      />
      <FilterChoice
        label={t('column.category')}
        options={category.options.map((value) => ({ value, label: labels.category(value) }))}
        chosen={chosen.categories}
        onChange={(categories) => change({ categories })}
      />
      <FilterChoice
        label={t('column.priority')}
        options={priorityValues.map((value) => ({ value, label: labels.priority(value) }))}
        chosen={chosen.priorities}
        onChange={(priorities) => change({ priorities })}
      />
      {!isNarrow && (
        <>
          {offices.length > 1 && (
            <FilterChoice
              label={t('column.opd')}
              options={offices.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
              chosen={chosen.opds}
              onChange={(opds) => change({ opds })}
            />
          )}
          <FilterChoice
            label={t('filter.kind')}
            options={ticketKind.options.map((value) => ({ value, label: labels.kind(value) }))}
            chosen={chosen.kinds}
            onChange={(kinds) => change({ kinds })}
          />
          <FilterChoice
            label={t('column.assignee')}
            isSingle
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={chosen.assignee === null ? [] : [chosen.assignee]}
            onChange={([assignee]) => change({ assignee: assignee ?? null })}
          />
        </>
      )}
    </>
  );
});
