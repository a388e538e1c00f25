import { Button, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readServerAddress } from './server-address.ts';
import classes from './sign-in-page.module.css';

interface ServerAddressPageProps {
  /** Stores the address; false where it could not be stored. */
  save(origin: string): Promise<boolean>;
}

/** Asked once on a fresh desktop app: where the central server is. */
export function ServerAddressPage({ save }: ServerAddressPageProps) {
  const { t } = useTranslation('session');
  const [address, setAddress] = useState('');
  const [error, setError] = useState<'malformed' | 'not_stored' | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const origin = readServerAddress(address);
    if (origin === null) return setError('malformed');
    setError((await save(origin)) ? null : 'not_stored');
  };
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={(event) => void submit(event)} noValidate>
        <Title order={1}>{t('server.title')}</Title>
        <Text size="sm">{t('server.intro')}</Text>
        <TextInput
          size="sm"
          label={t('server.address')}
          description={t('server.help')}
          autoFocus
          spellCheck={false}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          error={error === null ? null : t(`server.${error}`)}
        />
        <Button type="submit" size="sm" fullWidth>
          {t('server.save')}
        </Button>
      </form>
    </main>
  );
}
