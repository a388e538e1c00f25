import { Alert, Button, PasswordInput, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskStore, SessionService, SignInFailure } from '../../data/contract.ts';
import { DeskTroubleNotice } from './desk-trouble-notice.tsx';
import classes from './sign-in-page.module.css';
import { UnsentNotice } from './unsent-notice.tsx';

interface SignInPageProps {
  readonly session: SessionService;
  onSignedIn(store: DeskStore): void;
}

/** Log-in. Every failure says what to do; the user name stays, the password is asked again. */
export function SignInPage({ session, onSignedIn }: SignInPageProps) {
  const { t } = useTranslation(['session', 'everywhere']);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [isWaiting, setIsWaiting] = useState(false);
  const [isTried, setIsTried] = useState(false);
  const [failure, setFailure] = useState<SignInFailure | null>(null);
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
        <DeskTroubleNotice session={session} />
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
        <UnsentNotice session={session} />
      </form>
    </main>
  );
}
