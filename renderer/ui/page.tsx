import { Button, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { WithKeys } from './keys/with-keys.tsx';
import classes from './page.module.css';
import { paths } from './paths.ts';

interface PageProps {
  readonly title: ReactNode;
  /** Between title and search: tabs, a back link. */
  readonly lead?: ReactNode;
  /** At the right: search, actions. */
  readonly tools?: ReactNode;
  /** Pages whose one primary action is another leave "+ Tiket" away. */
  readonly withNewTicket?: boolean;
  /** The page divides its own middle and scrolls within. */
  readonly isDivided?: boolean;
  readonly children: ReactNode;
}

/** A screen within the frame: a header of 48 px, and a middle that alone scrolls. */
export function Page({ title, lead, tools, withNewTicket = true, isDivided = false, children }: PageProps) {
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <Title order={1} className={classes.title}>
          {title}
        </Title>
        <div className={classes.lead}>{lead}</div>
        {tools}
        {withNewTicket && <NewTicketButton />}
      </header>
      <div className={isDivided ? classes.divided : classes.middle}>{children}</div>
    </div>
  );
}

const NewTicketButton = memo(function NewTicketButton() {
  const { t } = useTranslation('shell');
  return (
    <WithKeys shortcut="newTicket" label={t('newTicketLabel')} position="bottom-end">
      <Button
        component={Link}
        href={paths.newTicket}
        leftSection={<IconPlus size={15} aria-hidden />}
        aria-label={t('newTicketLabel')}
        className={classes.primary}
      >
        {t('newTicket')}
      </Button>
    </WithKeys>
  );
});
