import { Button, Group } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useKeys } from '../../ui/keys/use-keys.ts';
import classes from './forms.module.css';

interface SavedPanelProps {
  /** What was saved, with the ticket's number. */
  readonly title: string;
  readonly help?: string;
  readonly actions: readonly {
    readonly label: string;
    readonly to?: string;
    /** Shortcut of the action while the panel is shown. */
    readonly keys?: string;
    onPress?(): void;
  }[];
  readonly children?: ReactNode;
}

/** Shown only after the device has kept the work: what was saved, and what can be done next. The first action is focused. */
export function SavedPanel({ title, help, actions, children }: SavedPanelProps) {
  const { t } = useTranslation('forms');
  const [, navigate] = useLocation();
  const act = ({ to, onPress }: SavedPanelProps['actions'][number]) => {
    onPress?.();
    if (to !== undefined) navigate(to);
  };
  useKeys(
    actions.flatMap((action) =>
      action.keys === undefined ? [] : [[action.keys, () => act(action)] as const],
    ),
  );
  return (
    <section className={classes.saved} aria-live="polite">
      <h1 className={classes.savedTitle}>{title}</h1>
      <p className={classes.savedState}>
        <IconDeviceFloppy size={16} aria-hidden /> {t('done.onDevice')}
      </p>
      {help !== undefined && <p className={classes.quiet}>{help}</p>}
      {children}
      <Group gap="xs" mt="md">
        {actions.map((action, at) => (
          <Button
            key={action.label}
            autoFocus={at === 0}
            variant={at === 0 ? 'filled' : 'default'}
            onClick={() => act(action)}
          >
            {action.label}
          </Button>
        ))}
      </Group>
    </section>
  );
}
