import { Alert, Button, PasswordInput, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle, IconInfoCircle } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskStore, DeskTrouble, SessionService, SignInFailure } from '../../data/contract.ts';
import classes from './sign-in-page.module.css';

interface SignInPageProps {
  readonly session: SessionService;
  onSignedIn(store: DeskStore): void;
}

/** Log-in. Every failure says what to do; the user name stays, the password is asked again. */
export function SignInPage({ session, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation(['session', 'everywhere', 'storage']);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isWaiting, setIsWaiting] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const [failure, setFailure] = useState<SignInFailure | null>(null);
  const trouble = useTrouble(session);
  const nameField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsTried(true);
    if (isWaiting) return;
    if (username.trim() === '') return nameField.current?.focus();
    if (password === '') return passwordField.current?.focus();
    setIsWaiting(true);
    setFailure(null);
    const result = await session.signIn(username.trim().toLowerCase(), password);
    if (result.ok) return onSignedIn(result.value);
    setIsWaiting(false);
    setIsTried(false);
    setFailure(result.error);
    if (result.error === 'wrong_credentials') setPassword('');
    passwordField.current?.focus();
  };

  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={(event) => void submit(event)} noValidate>
        <div>
          <Title order={1}>{t('session:title')}</Title>
          <Text size="sm" c="dimmed">
            {t('session:intro')}
          </Text>
        </div>
        {trouble !== null && (
          <Alert
            color="yellow"
            variant="outline"
            icon={<IconInfoCircle aria-hidden />}
            role="status"
            className={classes.alert ?? ''}
          >
            {t(`storage:trouble.${trouble.kind}`, { username: trouble.username })}{' '}
            {trouble.unsent > 0
              ? t('storage:trouble.unsent', { count: trouble.unsent })
              : t('storage:trouble.nothing')}
          </Alert>
        )}
        {failure !== null && (
          <Alert
            color="red"
            variant="outline"
            icon={<IconAlertCircle aria-hidden />}
            role="alert"
            className={classes.alert ?? ''}
          >
            {t(`session:failure.${failure}`)}
          </Alert>
        )}
        <TextInput
          ref={nameField}
          size="sm"
          label={t('session:username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          error={isTried && username.trim() === '' ? t('session:usernameMissing') : null}
        />
        <PasswordInput
          ref={passwordField}
          size="sm"
          label={t('session:password')}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={isTried && password === '' ? t('session:passwordMissing') : null}
        />
        <Button type="submit" size="sm" fullWidth aria-disabled={isWaiting}>
          {t(isWaiting ? 'session:signingIn' : 'session:signIn')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('session:help')}
        </Text>
      </form>
    </main>
  );
}

/** An emptied or unreadable database is never shown as a fresh install. */
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
