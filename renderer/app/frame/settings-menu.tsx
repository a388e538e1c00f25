import {
  Divider,
  Popover,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core';
import { IconKeyboard, IconLogout, IconSettings, IconUsb } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDesk } from '../../data/react.ts';
import { currentLanguage, type Language } from '../../i18n/i18n.ts';
import { KeyCaps } from '../../ui/keys/with-keys.tsx';
import { useLabels } from '../../ui/labels.ts';
import { paths } from '../../ui/paths.ts';
import { chooseLanguage } from '../language.ts';
import { AllowNotices } from './allow-notices.tsx';
import { useFrameState } from './frame-state.ts';
import classes from './rail.module.css';
import menuClasses from './settings-menu.module.css';

/** Who is signed in, language, theme, shortcuts and log-out. */
export function SettingsMenu() {
  const { t } = useTranslation('shell');
  const { me, device } = useDesk();
  const labels = useLabels();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { showHelp, askSignOut } = useFrameState();
  const [isOpen, setIsOpen] = useState(false);
  const choose = (run: () => void) => {
    setIsOpen(false);
    run();
  };
  return (
    <Popover position="right-end" width={272} opened={isOpen} onChange={setIsOpen} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={classes.item ?? ''} onClick={() => setIsOpen(!isOpen)}>
          <IconSettings size={20} stroke={1.7} aria-hidden />
          <span className={menuClasses.word}>{t('rail.settings')}</span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('settings.title')}>
        <div className={menuClasses.who}>
          <Text size="xs" c="dimmed">
            {t('settings.signedInAs')}
          </Text>
          <Text size="sm" fw={600}>
            {me.name}
          </Text>
          <Text size="xs">
            {labels.role(me.role)} · {labels.opd(me.opd)}
          </Text>
          <Text size="xs" c="dimmed">
            {t('settings.device', { code: device.code })}
          </Text>
        </div>
        <Divider />
        <div className={menuClasses.choice}>
          <span id="settings-language">{t('settings.language')}</span>
          <SegmentedControl
            size="xs"
            aria-labelledby="settings-language"
            value={currentLanguage()}
            onChange={(value) => void chooseLanguage(value as Language)}
            data={[
              { value: 'id', label: t('settings.indonesian') },
              { value: 'en', label: t('settings.english') },
            ]}
          />
        </div>
        <div className={menuClasses.choice}>
          <span id="settings-theme">{t('settings.theme')}</span>
          <SegmentedControl
            size="xs"
            aria-labelledby="settings-theme"
            value={colorScheme === 'dark' ? 'dark' : 'light'}
            onChange={(value) => setColorScheme(value as 'light' | 'dark')}
            data={[
              { value: 'light', label: t('settings.light') },
              { value: 'dark', label: t('settings.dark') },
            ]}
          />
        </div>
        <Divider />
        <AllowNotices />
        <Link
          href={paths.courier}
          className={`${menuClasses.action} ${menuClasses.link}`}
          onClick={() => setIsOpen(false)}
        >
          <IconUsb size={16} aria-hidden />
          <span>{t('settings.courier')}</span>
        </Link>
        <UnstyledButton className={menuClasses.action ?? ''} onClick={() => choose(() => showHelp(true))}>
          <IconKeyboard size={16} aria-hidden />
          <span>{t('settings.keys')}</span>
          <KeyCaps keys="?" />
        </UnstyledButton>
        <UnstyledButton className={menuClasses.action ?? ''} onClick={() => choose(() => askSignOut(true))}>
          <IconLogout size={16} aria-hidden />
          <span>{t('settings.signOut')}</span>
        </UnstyledButton>
      </Popover.Dropdown>
    </Popover>
  );
}
