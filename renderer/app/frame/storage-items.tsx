import { Tooltip } from '@mantine/core';
import { IconCopyOff, IconDatabaseExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStorageStatus } from '../../data/use-storage.ts';
import classes from './status-bar.module.css';

/** Words of the status bar where what is typed lies less safely than it should; nothing while all is well. */
export function StorageItems() {
  const { t } = useTranslation('storage');
  const { copy, scarceBytes } = useStorageStatus();
  return (
    <>
      {scarceBytes !== null && (
        <Tooltip label={t('scarceHelp')} position="top" multiline w={340}>
          <span className={`${classes.item} ${classes.clock}`} role="status">
            <IconDatabaseExclamation size={15} aria-hidden />
            <span>{t('scarce', { megabytes: Math.floor(scarceBytes / 1_000_000) })}</span>
          </span>
        </Tooltip>
      )}
      {copy === 'failed' && (
        <Tooltip label={t('copyFailedHelp')} position="top" multiline w={340}>
          <span className={`${classes.item} ${classes.clock}`} role="status">
            <IconCopyOff size={15} aria-hidden />
            <span>{t('copyFailed')}</span>
          </span>
        </Tooltip>
      )}
    </>
  );
}
