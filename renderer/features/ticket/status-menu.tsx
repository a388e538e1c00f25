import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { useDesk } from '../../data/react.ts';
import { keysOf } from '../../ui/keys/shortcuts.ts';
import { KeyCaps } from '../../ui/keys/with-keys.tsx';
import { type StatusAction, statusActions } from '../../ui/ticket-actions/available-actions.ts';
import { useAct } from '../../ui/ticket-actions/use-act.ts';
import classes from './ticket-detail.module.css';
import type { TicketScreen } from './use-ticket-screen.ts';

/** Changes that lead on towards the end of the ticket; only such a one is the screen's primary action. */
const forward: readonly StatusAction[] = ['takeUp', 'resume', 'resolve', 'confirm', 'close'];

/** Not the keyboard: the key that opens the menu would close it at once. */
const outsideEvents = ['mousedown', 'touchstart'];

interface StatusMenuProps {
  readonly ticket: Ticket;
  readonly screen: TicketScreen;
}

/** The recommended status change as the screen's one primary button, and the others in a menu (`s`). */
export function StatusMenu({ ticket, screen }: StatusMenuProps) {
  const { t } = useTranslation('ticket');
  const { me } = useDesk();
  const { run, failure } = useAct();
  const actions = statusActions(ticket, me.role);
  const [first] = actions;
  if (first === undefined) return null;
  const isForward = forward.includes(first);
  const choose = (action: StatusAction) => {
    if (action === 'takeUp' || action === 'resume') {
      void run('ticket.move', { id: ticket.id, to: 'in_progress', reason: '' });
      return;
    }
    screen.open(action);
  };
  return (
    <>
      {failure !== null && (
        <span role="alert" className={classes.failure}>
          {failure}
        </span>
      )}
      <Button.Group>
        <Button
          size="compact-sm"
          variant={isForward ? 'filled' : 'default'}
          onClick={() => (isForward ? choose(first) : screen.setMenuOpen(true))}
        >
          {t(isForward ? `action.${first}` : 'action.menu')}
        </Button>
        <Menu
          opened={screen.isMenuOpen}
          onChange={screen.setMenuOpen}
          position="bottom-end"
          width={230}
          clickOutsideEvents={outsideEvents}
          withInitialFocusPlaceholder={false}
        >
          <Menu.Target>
            <Button
              size="compact-sm"
              px={6}
              variant={isForward ? 'filled' : 'default'}
              aria-label={t('action.menu')}
              title={`${t('action.menu')} (${keysOf('status')})`}
              className={classes.menuButton ?? ''}
            >
              <IconChevronDown size={14} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>
              {t('action.menu')} <KeyCaps keys={keysOf('status')} />
            </Menu.Label>
            {actions.map((action, at) => (
              <Menu.Item
                key={action}
                {...(at === 0 ? { 'data-autofocus': true } : {})}
                onClick={() => choose(action)}
              >
                {t(`action.${action}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Button.Group>
    </>
  );
}
