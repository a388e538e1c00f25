import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../data/react.ts';
import { useSession } from '../session/session-context.tsx';
import { useFrameState } from './frame-state.ts';

/** Asks before signing out, and says what becomes of work that has not been sent. */
export function SignOutDialog() {
  const { t } = useTranslation(['shell', 'everywhere']);
  const { isSigningOut, askSignOut } = useFrameState();
  const { pending } = useSyncStatus();
  const { signOut } = useSession();
  const [refused, setRefused] = useState<number | null>(null);
  const unsent = refused ?? pending;
  const close = () => {
    setRefused(null);
    askSignOut(false);
  };
  const go = async () => {
    const result = await signOut(unsent > 0);
    if (result.ok) close();
    else setRefused(result.error.unsent);
  };
  return (
    <Modal
      opened={isSigningOut}
      onClose={close}
      title={t('shell:signOut.title')}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      <Text size="sm" mb="md">
        {unsent > 0 ? t('shell:signOut.unsent', { count: unsent }) : t('shell:signOut.clean')}
      </Text>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          {t('shell:signOut.wait')}
        </Button>
        <Button onClick={() => void go()}>
          {t(unsent > 0 ? 'shell:signOut.goUnsent' : 'shell:signOut.go')}
        </Button>
      </Group>
    </Modal>
  );
}
