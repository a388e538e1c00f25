import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useDesk } from '../../data/react.ts';
import { paths } from '../../ui/paths.ts';
import classes from './courier.module.css';

const sides = [
  { name: 'device', path: paths.courier },
  { name: 'server', path: paths.courierAtServer },
] as const;

/** The way between this device's own exchange and what administrators do at the server; for them alone. */
export function CourierSides() {
  const { t } = useTranslation('courier');
  const [path] = useLocation();
  const { me } = useDesk();
  if (me.role !== 'admin') return null;
  return (
    <nav className={classes.sides} aria-label={t('side.label')}>
      {sides.map(({ name, path: target }) => (
        <Link
          key={name}
          href={target}
          aria-current={path === target ? 'page' : undefined}
          className={classes.side ?? ''}
        >
          {t(`side.${name}`)}
        </Link>
      ))}
    </nav>
  );
}
