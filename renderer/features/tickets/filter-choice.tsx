import { Button, CheckIcon, Combobox, useCombobox } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './filter-choice.module.css';

interface Option<T> {
  readonly value: T;
  readonly label: string;
}

interface FilterChoiceProps<T extends string | number> {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly chosen: readonly T[];
  /** At most one value; choosing it again takes it away. */
  readonly isSingle?: boolean;
  onChange(chosen: readonly T[]): void;
}

/** From so many options on, the list can be searched. */
const searchFrom = 10;

/** A filter as a button that names what is chosen, with its options in a list. */
export function FilterChoice<T extends string | number>(props: FilterChoiceProps<T>) {
  const { label, options, chosen, isSingle = false, onChange } = props;
  const { t } = useTranslation('tickets');
  const [search, setSearch] = useState('');
  const hasSearch = options.length >= searchFrom;
  const combobox = useCombobox({
    onDropdownClose() {
      combobox.resetSelectedOption();
      setSearch('');
    },
    onDropdownOpen() {
      if (hasSearch) combobox.focusSearchInput();
    },
  });
  const [first] = chosen;
  const shown =
    first === undefined
      ? label
      : chosen.length === 1
        ? `${label}: ${options.find(({ value }) => value === first)?.label ?? first}`
        : `${label}: ${chosen.length}`;
  const toggle = (text: string) => {
    const option = options.find(({ value }) => String(value) === text);
    if (option === undefined) return;
    const isChosen = chosen.includes(option.value);
    const rest = isSingle ? [] : chosen.filter((value) => value !== option.value);
    onChange(isChosen ? rest : [...rest, option.value]);
    if (isSingle) combobox.closeDropdown();
  };
  const found = options.filter(({ label: text }) => text.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <Combobox store={combobox} onOptionSubmit={toggle} width={260} position="bottom-start" shadow="md">
      <Combobox.Target targetType="button">
        <Button
          size="compact-xs"
          variant={chosen.length > 0 ? 'light' : 'default'}
          rightSection={<IconChevronDown size={12} aria-hidden />}
          onClick={() => combobox.toggleDropdown()}
          className={classes.button ?? ''}
        >
          {shown}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {hasSearch && (
          <Combobox.Search
            size="xs"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            placeholder={t('filter.search')}
            aria-label={t('filter.search')}
          />
        )}
        <Combobox.Options mah={300} className={classes.options ?? ''} aria-label={label}>
          {found.map(({ value, label: text }) => (
            <Combobox.Option key={value} value={String(value)} active={chosen.includes(value)}>
              <span className={classes.option}>
                <span className={classes.check}>
                  {chosen.includes(value) && <CheckIcon size={10} aria-hidden />}
                </span>
                {text}
              </span>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('filter.nothing')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
