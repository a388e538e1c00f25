import { Alert, Button, Text } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskTrouble, SessionService } from '../../data/contract.ts';
import classes from './sign-in-page.module.css';

/** An emptied or unreadable database is never shown as a fresh install: what happened, what is safe, and what to do. */
export function DeskTroubleNotice({ session }: { readonly session: SessionService }) {
  const { t } = useTranslation('storage');
  const trouble = useTrouble(session);
  const [isFailed, setIsFailed] = useState(false);
  if (trouble === null) return null;
  const { kind, usernames, unsent, files } = trouble;
  const reset = async () => {
    if (await session.resetDatabase()) window.location.reload();
    else setIsFailed(true);
  };
  return (
    <Alert
      color="yellow"
      variant="outline"
      icon={<IconInfoCircle aria-hidden />}
      role="status"
      className={classes.alert ?? ''}
    >
      {t(`trouble.${kind}`, { users: usernames.join(', ') })}{' '}
      {unsent > 0 && t('trouble.unsent', { count: unsent })}{' '}
      {files > 0 && t('trouble.files', { count: files })}
      {unsent + files === 0 && t('trouble.nothing')}
      {kind === 'unreadable' && (
        <>
          <Text size="sm" my={8}>
            {t('trouble.unreadableNext')}
          </Text>
          <Button size="xs" variant="default" onClick={() => void reset()}>
            {t('trouble.reset')}
          </Button>
          {isFailed && (
            <Text size="sm" mt={8} role="alert">
              {t('trouble.resetFailed')}
            </Text>
          )}
        </>
      )}
    </Alert>
  );
}

function useTrouble(session: SessionService): DeskTrouble | null {
  const [trouble, setTrouble] = useState<DeskTrouble | null>(null);
  useEffect(() => {
    let isCurrent = true;
    session.trouble().then(
      (found) => isCurrent && setTrouble(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [session]);
  return trouble;
}
