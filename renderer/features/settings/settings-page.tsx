import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { Page } from '../../ui/page.tsx';
import { paths } from '../../ui/paths.ts';
import { Sentence } from '../../ui/sentence.tsx';
import classes from './settings.module.css';
import { useSettingsAccess } from './use-access.ts';

const parts = [
  { name: 'policies', path: paths.policies },
  { name: 'calendars', path: paths.calendars },
  { name: 'offices', path: paths.offices },
] as const;

interface SettingsPageProps {
  readonly tools?: ReactNode;
  /** Only for those who may change packs and offices. */
  readonly isForChange?: boolean;
  readonly children: ReactNode;
}

/** The frame of the settings: the three parts, and a sentence for those who have nothing to do here. */
export function SettingsPage({ tools, isForChange = false, children }: SettingsPageProps) {
  const { t } = useTranslation('settings');
  const [path] = useLocation();
  const access = useSettingsAccess();
  const isAllowed = isForChange ? access.mayChange : access.mayLook;
  const lead = (
    <nav className={classes.parts} aria-label={t('partsLabel')}>
      {parts.map(({ name, path: target }) => {
        const isHere =
          path === target ||
          path.startsWith(`${target}/`) ||
          (path === paths.settings && name === 'policies');
        return (
          <Link
            key={name}
            href={target}
            aria-current={isHere ? 'page' : undefined}
            className={classes.tab ?? ''}
          >
            {t(`parts.${name}`)}
          </Link>
        );
      })}
    </nav>
  );
  return (
    <Page title={t('title')} lead={access.mayLook ? lead : null} tools={tools} withNewTicket={false}>
      {isAllowed ? children : <Sentence title={t('notAllowed')} next={t('notAllowedNext')} />}
    </Page>
  );
}
