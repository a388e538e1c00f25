import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { category, ticketKind, ticketState } from '#shared/domain/codes.ts';
import { isInScope } from '#shared/domain/reference.ts';
import type { TicketQuery } from '../../data/contract.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import classes from './filter-bar.module.css';
import { FilterChoice } from './filter-choice.tsx';
import { isNarrowed, widened } from './list-query.ts';

interface FilterBarProps {
  readonly query: TicketQuery;
  readonly count: number;
  /** Beside a ticket only the most used filters have room. */
  readonly isNarrow: boolean;
  onChange(query: TicketQuery): void;
}

/** Narrows the list by status, category, priority, office, kind and assignee; says how many tickets are left. */
export function FilterBar({ query, count, isNarrow, onChange }: FilterBarProps) {
  const { t } = useTranslation('tickets');
  const { me } = useDesk();
  const reference = useReference();
  const labels = useLabels();
  const format = useOfficeFormat();
  const ownPack = reference.opd(me.opd)?.policy;
  const cells = ownPack === undefined ? undefined : reference.policy(ownPack)?.pack.priority.cells;
  const priorities = [...new Set(Object.values(cells ?? { 1: 1, 2: 2, 3: 3 }))].sort((a, b) => a - b);
  const people = reference.users().filter((user) => user.active && user.role !== 'client');
  const offices = reference.opds().filter((opd) => isInScope(me, opd.code));

  return (
    <search className={classes.bar} aria-label={t('filter.label')}>
      <FilterChoice
        label={t('column.state')}
        options={ticketState.options.map((value) => ({ value, label: labels.stateShort(value) }))}
        chosen={query.states}
        onChange={(states) => onChange({ ...query, states })}
      />
      <FilterChoice
        label={t('column.category')}
        options={category.options.map((value) => ({ value, label: labels.category(value) }))}
        chosen={query.categories}
        onChange={(categories) => onChange({ ...query, categories })}
      />
      <FilterChoice
        label={t('column.priority')}
        options={priorities.map((value) => ({ value, label: labels.priority(value) }))}
        chosen={query.priorities}
        onChange={(chosen) => onChange({ ...query, priorities: chosen })}
      />
      {!isNarrow && (
        <>
          {offices.length > 1 && (
            <FilterChoice
              label={t('column.opd')}
              options={offices.map(({ code, name }) => ({ value: code, label: `${code} · ${name}` }))}
              chosen={query.opds}
              onChange={(opds) => onChange({ ...query, opds })}
            />
          )}
          <FilterChoice
            label={t('filter.kind')}
            options={ticketKind.options.map((value) => ({ value, label: labels.kind(value) }))}
            chosen={query.kinds}
            onChange={(kinds) => onChange({ ...query, kinds })}
          />
          <FilterChoice
            label={t('column.assignee')}
            isSingle
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
            chosen={query.assignee === null ? [] : [query.assignee]}
            onChange={([assignee]) => onChange({ ...query, assignee: assignee ?? null })}
          />
        </>
      )}
      {isNarrowed(query) && (
        <Button size="compact-xs" variant="subtle" onClick={() => onChange(widened(query))}>
          {t('filter.clear')}
        </Button>
      )}
      <span className={classes.count} role="status">
        {t('filter.count', { number: format.number(count) })}
      </span>
    </search>
  );
}
