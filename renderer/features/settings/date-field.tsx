import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { dateText, readDate } from './date-text.ts';

interface DateFieldProps {
  readonly id?: string;
  readonly label: string;
  readonly description?: string;
  readonly withAsterisk?: boolean;
  readonly error?: ReactNode;
  /** `YYYY-MM-DD`, or what was typed where it is no date. */
  readonly value: string;
  onChange(value: string): void;
}

/** A date as people write it, `17/08/2026`: a browser's own field would follow the language of the PC. */
export function DateField({ value, onChange, ...rest }: DateFieldProps) {
  const [text, setText] = useState(() => dateText(value));
  return (
    <TextInput
      {...rest}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autoComplete="off"
      placeholder="17/08/2026"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(readDate(event.currentTarget.value));
      }}
    />
  );
}
