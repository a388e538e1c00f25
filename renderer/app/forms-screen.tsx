import { Button, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { KeyCaps } from '../ui/keys/with-keys.tsx';
import { Page } from '../ui/page.tsx';
import { paths } from '../ui/paths.ts';
import { useRouted } from '../ui/routed.ts';
import classes from './forms-screen.module.css';

const forms = [
  { name: 'frm001', path: paths.newReport, keys: 'f', action: 'open' },
  { name: 'frm002', path: paths.newTicket, keys: 'c', action: 'open' },
  { name: 'frm006', path: paths.tickets, keys: 'e', action: 'chooseTicket' },
] as const;

/** The official forms the desk fills in, and where each begins. */
export default function FormsScreen() {
  const { t } = useTranslation('shell');
  const isRouted = useRouted();
  return (
    <Page title={t('forms.title')} withNewTicket={false}>
      <div className={classes.body}>
        <Text size="sm" c="dimmed">
          {t('forms.intro')}
        </Text>
        <ul className={classes.list}>
          {forms
            .filter(({ path }) => isRouted(path))
            .map(({ name, path, keys, action }) => (
              <li key={name} className={classes.form}>
                <div>
                  <Title order={2}>
                    {t(`forms.${name}`)} <KeyCaps keys={keys} />
                  </Title>
                  <Text size="sm">{t(`forms.${name}Help`)}</Text>
                </div>
                <Button
                  component={Link}
                  href={path}
                  variant="default"
                  aria-label={`${t(`forms.${action}`)}: ${t(`forms.${name}`)}`}
                >
                  {t(`forms.${action}`)}
                </Button>
              </li>
            ))}
        </ul>
      </div>
    </Page>
  );
}
