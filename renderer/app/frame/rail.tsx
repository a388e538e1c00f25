import {
  IconAdjustmentsHorizontal,
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
import type { Role } from '#shared/domain/codes.ts';
import { useDesk, useReview } from '../../data/react.ts';
import type { ShortcutName } from '../../ui/keys/shortcuts.ts';
import { WithKeys } from '../../ui/keys/with-keys.tsx';
import { paths } from '../../ui/paths.ts';
import { useRouted } from '../../ui/routed.ts';
import classes from './rail.module.css';
import { SettingsMenu } from './settings-menu.tsx';

interface RailItem {
  readonly path: string;
  readonly name: 'tickets' | 'tasks' | 'forms' | 'recap' | 'review' | 'rules';
  readonly icon: ComponentType<IconProps>;
  readonly shortcut: ShortcutName | null;
  /** Left out: for everybody. */
  readonly roles?: readonly Role[];
}

const items: readonly RailItem[] = [
  { path: paths.tickets, name: 'tickets', icon: IconTicket, shortcut: 'goTickets' },
  { path: paths.tasks, name: 'tasks', icon: IconChecklist, shortcut: 'goTasks' },
  { path: paths.forms, name: 'forms', icon: IconFileDescription, shortcut: null },
  { path: paths.recap, name: 'recap', icon: IconChartBar, shortcut: 'goRecap' },
  { path: paths.review, name: 'review', icon: IconEyeCheck, shortcut: 'goReview' },
  {
    path: paths.settings,
    name: 'rules',
    icon: IconAdjustmentsHorizontal,
    shortcut: null,
    roles: ['admin', 'supervisor'],
  },
];

/** The main menu: icon and word, 56 px wide. */
export function Rail() {
  const { t } = useTranslation('shell');
  const isRouted = useRouted();
  const toReview = useReview().length;
  const { role } = useDesk().me;
  return (
    <nav className={classes.rail} aria-label={t('rail.label')}>
      {items
        .filter((item) => isRouted(item.path) && (item.roles?.includes(role) ?? true))
        .map((item) => (
          <RailLink key={item.name} item={item} badge={item.name === 'review' ? toReview : 0} />
        ))}
      <div className={classes.fill} />
      <SettingsMenu />
    </nav>
  );
}

interface RailLinkProps {
  readonly item: RailItem;
  /** Shown on the icon where it is not 0. */
  readonly badge: number;
}

function RailLink({ item, badge }: RailLinkProps) {
  const { t } = useTranslation('shell');
  const [path] = useLocation();
  const { path: target, name, icon: Icon, shortcut } = item;
  const isHere = path === target || path.startsWith(`${target}/`);
  const link = (
    <Link href={target} className={classes.item ?? ''} aria-current={isHere ? 'page' : undefined}>
      <Icon size={20} stroke={1.7} aria-hidden />
      <span>{t(`rail.${name}`)}</span>
      {badge > 0 && <span className={classes.dot}>{badge}</span>}
    </Link>
  );
  if (shortcut === null) return link;
  return (
    <WithKeys shortcut={shortcut} label={t(`rail.${name}`)} position="right">
      <div>{link}</div>
    </WithKeys>
  );
}
