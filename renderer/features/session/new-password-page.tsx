import { Alert, Button, PasswordInput, Text, TextInput, Title } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortestPassword } from '#shared/domain/password.ts';
import type { PasswordFailure, PasswordFault, SessionService } from '../../data/contract.ts';
import { useDesk, useSyncStatus } from '../../data/react.ts';
import classes from './sign-in-page.module.css';

type Field = 'present' | 'next' | 'again';
type Problem = PasswordFault | 'missing' | 'different';

const fields: readonly Field[] = ['present', 'next', 'again'];

/** Somebody else chose the password: the user chooses one, which needs the server. Without it work goes on, and it is asked later. */
export function NewPasswordPage({ session }: { readonly session: SessionService }) {
  const { t } = useTranslation(['session', 'everywhere']);
  const { me } = useDesk();
  const { phase } = useSyncStatus();
  const [values, setValues] = useState({ present: '', next: '', again: '' });
  const [problem, setProblem] = useState<{ readonly field: Field; readonly code: Problem } | null>(null);
  const [failure, setFailure] = useState<Exclude<PasswordFailure['kind'], 'field'> | null>(null);
  const [isWaiting, setIsWaiting] = useState(false);
  const inputs = useRef(new Map<Field, HTMLInputElement | null>());

  const refuse = (field: Field, code: Problem) => {
    setProblem({ field, code });
    inputs.current.get(field)?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isWaiting) return;
    setProblem(null);
    setFailure(null);
    const empty = fields.find((field) => values[field] === '');
    if (empty !== undefined) return refuse(empty, 'missing');
    if (values.next !== values.again) return refuse('again', 'different');
    setIsWaiting(true);
    const changed = await session.changePassword(values.present, values.next);
    setIsWaiting(false);
    if (changed.ok) return;
    if (changed.error.kind === 'field') refuse(changed.error.field, changed.error.code);
    else setFailure(changed.error.kind);
  };

  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={(event) => void submit(event)} noValidate>
        <Title order={1}>{t('session:newPassword.title')}</Title>
        <Text size="sm">{t('session:newPassword.why')}</Text>
        {failure !== null && (
          <Alert
            color="red"
            variant="outline"
            icon={<IconAlertCircle aria-hidden />}
            role="alert"
            className={classes.alert ?? ''}
          >
            {t(`session:newPassword.failure.${failure}`)}
          </Alert>
        )}
        <TextInput
          size="sm"
          label={t('session:username')}
          autoComplete="username"
          readOnly
          tabIndex={-1}
          value={me.username}
        />
        {fields.map((field) => (
          <PasswordInput
            key={field}
            ref={(input) => {
              inputs.current.set(field, input);
            }}
            size="sm"
            label={t(`session:newPassword.${field}`)}
            description={
              field === 'next' ? t('session:newPassword.rule', { count: shortestPassword }) : undefined
            }
            autoComplete={field === 'present' ? 'current-password' : 'new-password'}
            autoFocus={field === 'present'}
            value={values[field]}
            onChange={(event) => setValues({ ...values, [field]: event.currentTarget.value })}
            error={
              problem?.field === field
                ? t(`session:newPassword.problem.${problem.code}`, { count: shortestPassword })
                : null
            }
          />
        ))}
        <Button type="submit" size="sm" fullWidth aria-disabled={isWaiting}>
          {t(isWaiting ? 'session:signingIn' : 'session:newPassword.save')}
        </Button>
        {(phase === 'offline' || failure === 'offline') && (
          <Button size="sm" fullWidth variant="default" onClick={() => session.guard.postpone()}>
            {t('session:newPassword.later')}
          </Button>
        )}
      </form>
    </main>
  );
}
