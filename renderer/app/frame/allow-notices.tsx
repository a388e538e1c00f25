import { Text, UnstyledButton } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '../../platform/platform.ts';
import menuClasses from './settings-menu.module.css';

/** In a browser that has not been asked yet: the way to be told of deadlines. Browsers want a click before they ask. */
export function AllowNotices() {
  const { t } = useTranslation('shell');
  const [isRefused, setIsRefused] = useState(false);
  const [isAllowed, setIsAllowed] = useState(platform.mayNotify());
  if (isAllowed) return null;
  const ask = async () => {
    const isNowAllowed = await platform.allowNotifications();
    setIsAllowed(isNowAllowed);
    setIsRefused(!isNowAllowed);
  };
  return (
    <>
      <UnstyledButton className={menuClasses.action ?? ''} onClick={() => void ask()}>
        <IconBell size={16} aria-hidden />
        <span>{t('settings.allowNotices')}</span>
      </UnstyledButton>
      {isRefused && (
        <Text size="xs" c="dimmed" role="status" px={12} pb={8}>
          {t('settings.noticesRefused')}
        </Text>
      )}
    </>
  );
}
