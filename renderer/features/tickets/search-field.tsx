import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCaps } from '../../ui/keys/with-keys.tsx';

interface SearchFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly value: string;
  onChange(text: string): void;
}

/** Search by number, title, client and text. Enter and arrow down leave for the list, Escape empties. */
export function SearchField({ ref, value, onChange }: SearchFieldProps) {
  const { t } = useTranslation('tickets');
  return (
    <TextInput
      ref={ref}
      type="search"
      w={216}
      aria-label={t('searchLabel')}
      placeholder={t('searchHint')}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={value === '' ? <KeyCaps keys="/" /> : null}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') {
          event.stopPropagation();
          event.preventDefault();
          onChange('');
        } else if (event.key === 'Enter' || event.key === 'ArrowDown' || event.key === 'Escape') {
          event.stopPropagation();
          event.preventDefault();
          event.currentTarget.blur();
        }
      }}
    />
  );
}
