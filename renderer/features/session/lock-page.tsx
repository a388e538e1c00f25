import { Alert, Anchor, Button, PasswordInput, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle, IconLock } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskDemand, DeskStore, SessionService, SignInFailure } from '../../data/contract.ts';
import { useDesk, useSyncStatus } from '../../data/react.ts';
import classes from './sign-in-page.module.css';

interface LockPageProps {
  readonly session: SessionService;
  readonly demand: Exclude<DeskDemand, 'new_password'>;
  /** The desk is open; another store than before where the server made it another device. */
  onOpened(store: DeskStore): void;
  /** Somebody else wants to sign in; what is unsent waits on the device. */
  onLeave(): void;
}

/** The desk behind its door: why it is locked, that everything typed is safe, and the password that opens it. */
export function LockPage({ session, demand, onOpened, onLeave }: LockPageProps) {
  const { t } = useTranslation(['session', 'everywhere']);
  const { me } = useDesk();
  const { pending } = useSyncStatus();
  const [password, setPassword] = useState('');
  const [isWaiting, setIsWaiting] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const [failure, setFailure] = useState<SignInFailure | null>(null);
  const field = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (isWaiting) return;
    if (password === '') return field.current?.focus();
    setIsWaiting(true);
    setFailure(null);
    const result = await session.signIn(me.username, password);
    setIsWaiting(false);
    if (result.ok) return onOpened(result.value);
    setIsTried(false);
    setFailure(result.error);
    setPassword('');
    field.current?.focus();
  };
  const failureText =
    failure === null
      ? null
      : failure === 'wrong_credentials'
        ? t('session:lock.wrong')
        : t(`session:failure.${failure}`);

  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={(event) => void submit(event)} noValidate>
        <div className={classes.locked}>
          <IconLock size={20} aria-hidden />
          <Title order={1}>{t('session:lock.title')}</Title>
        </div>
        <Text size="sm">{t(`session:lock.${demand}`)}</Text>
        <Text size="sm">
          {pending > 0 ? t('session:lock.unsent', { count: pending }) : t('session:lock.safe')}
        </Text>
        {failureText !== null && (
          <Alert
            color="red"
            variant="outline"
            icon={<IconAlertCircle aria-hidden />}
            role="alert"
            className={classes.alert ?? ''}
          >
            {failureText}
          </Alert>
        )}
        <TextInput
          size="sm"
          label={t('session:username')}
          description={me.name}
          autoComplete="username"
          readOnly
          tabIndex={-1}
          value={me.username}
        />
        <PasswordInput
          ref={field}
          size="sm"
          label={t('session:password')}
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={isTried && password === '' ? t('session:passwordMissing') : null}
        />
        <Button type="submit" size="sm" fullWidth aria-disabled={isWaiting}>
          {t(isWaiting ? 'session:signingIn' : 'session:lock.open')}
        </Button>
        <Anchor component="button" type="button" size="xs" onClick={onLeave}>
          {t('session:lock.other')}
        </Anchor>
      </form>
    </main>
  );
}
