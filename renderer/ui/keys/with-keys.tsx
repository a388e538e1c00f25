import { Kbd, Tooltip, type TooltipProps } from '@mantine/core';
import type { ReactElement } from 'react';
import { keysOf, type ShortcutName } from './shortcuts.ts';

interface WithKeysProps {
  readonly shortcut: ShortcutName;
  readonly label: string;
  readonly position?: TooltipProps['position'];
  readonly children: ReactElement;
}

/** A tooltip that says what a control does and which keys do the same. */
export function WithKeys({ shortcut, label, position = 'bottom', children }: WithKeysProps) {
  return (
    <Tooltip
      position={position}
      label={
        <>
          {label} <KeyCaps keys={keysOf(shortcut)} />
        </>
      }
    >
      {children}
    </Tooltip>
  );
}

const shown: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' };

/** Keys drawn as caps: `g t` as two, `Ctrl+Enter` as two. */
export function KeyCaps({ keys }: { readonly keys: string }) {
  return (
    <>
      {keys.split(/[ +]/).map((key) => (
        <Kbd key={key} size="xs" mx={1}>
          {shown[key] ?? key}
        </Kbd>
      ))}
    </>
  );
}
