import { Modal, SimpleGrid, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { shortcutGroups, shortcuts } from '../../ui/keys/shortcuts.ts';
import { KeyCaps } from '../../ui/keys/with-keys.tsx';
import { useFrameState } from './frame-state.ts';
import classes from './keys-help.module.css';

/** All shortcuts in one dialog (`?`). */
export function KeysHelp() {
  const { t } = useTranslation(['shell', 'keys']);
  const { isHelpOpen, showHelp } = useFrameState();
  return (
    <Modal
      opened={isHelpOpen}
      onClose={() => showHelp(false)}
      title={t('shell:keys.title')}
      size={760}
      closeButtonProps={{ 'aria-label': t('keys:closeHelp') }}
    >
      <SimpleGrid cols={2} spacing="xl" verticalSpacing="md">
        {shortcutGroups.map((group) => (
          <section key={group}>
            <Title order={3} mb={6}>
              {t(`shell:keys.group.${group}`)}
            </Title>
            <dl className={classes.list}>
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map(({ keys, does }) => (
                  <div key={does} className={classes.line}>
                    <dt>{t(`keys:${does}`)}</dt>
                    <dd>
                      {keys.map((key) => (
                        <span key={key} className={classes.keys}>
                          <KeyCaps keys={key} />
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="md">
        {t('shell:keys.hint')}
      </Text>
    </Modal>
  );
}
