import {
  IconChartBar,
  IconChecklist,
  IconEyeCheck,
  IconFileDescription,
  type IconProps,
  IconTicket,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useReview } from '../../data/react.ts';
import type { ShortcutName } from '../../ui/keys/shortcuts.ts';
import { WithKeys } from '../../ui/keys/with-keys.tsx';
import { paths } from '../../ui/paths.ts';
import { isRouted } from '../routes.tsx';
import classes from './rail.module.css';
import { SettingsMenu } from './settings-menu.tsx';

interface RailItem {
  readonly path: string;
  readonly name: 'tickets' | 'tasks' | 'forms' | 'recap' | 'review';
  readonly icon: ComponentType<IconProps>;
  readonly shortcut: ShortcutName | null;
}

const items: readonly RailItem[] = [
  { path: paths.tickets, name: 'tickets', icon: IconTicket, shortcut: 'goTickets' },
  { path: paths.tasks, name: 'tasks', icon: IconChecklist, shortcut: 'goTasks' },
  { path: paths.forms, name: 'forms', icon: IconFileDescription, shortcut: null },
  { path: paths.recap, name: 'recap', icon: IconChartBar, shortcut: 'goRecap' },
  { path: paths.review, name: 'review', icon: IconEyeCheck, shortcut: 'goReview' },
];

/** The main menu: icon and word, 56 px wide. */
export function Rail() {
  const { t } = useTranslation('shell');
  const [path] = useLocation();
  const toReview = useReview().length;
  return (
    <nav className={classes.rail} aria-label={t('rail.label')}>
      {items
        .filter((item) => isRouted(item.path))
        .map(({ path: target, name, icon: Icon, shortcut }) => {
          const isHere = path === target || path.startsWith(`${target}/`);
          const link = (
            <Link href={target} className={classes.item ?? ''} aria-current={isHere ? 'page' : undefined}>
              <Icon size={20} stroke={1.7} aria-hidden />
              <span>{t(`rail.${name}`)}</span>
              {name === 'review' && toReview > 0 && <span className={classes.dot}>{toReview}</span>}
            </Link>
          );
          return shortcut === null ? (
            <div key={name}>{link}</div>
          ) : (
            <WithKeys key={name} shortcut={shortcut} label={t(`rail.${name}`)} position="right">
              <div>{link}</div>
            </WithKeys>
          );
        })}
      <div className={classes.fill} />
      <SettingsMenu />
    </nav>
  );
}
