import { CloseButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoveryReport } from '../../data/contract.ts';
import { useDesk } from '../../data/react.ts';
import { useStorageStatus } from '../../data/use-storage.ts';
import classes from './storage-notice.module.css';

const evictionReadKey = 'tanggap.evictionRead';

/** What happened to the database of this device, in whole sentences; stays until it was read. */
export function StorageNotice() {
  const { t } = useTranslation('storage');
  const { storage } = useDesk();
  const { recovery, mayBeEvicted } = useStorageStatus();
  const [isEvictionRead, setIsEvictionRead] = useState(() => localStorage.getItem(evictionReadKey) !== null);
  const sentences = useRecoverySentences(recovery);
  const isEvictionNews = mayBeEvicted && !isEvictionRead;
  if (isEvictionNews) sentences.push(t('mayBeEvicted'));
  if (sentences.length === 0) return null;
  const dismiss = () => {
    storage.dismissRecovery();
    if (!isEvictionNews) return;
    localStorage.setItem(evictionReadKey, '1');
    setIsEvictionRead(true);
  };
  return (
    <section className={classes.notice} aria-label={t('label')} role="status">
      <IconInfoCircle size={18} aria-hidden />
      <p>{sentences.join(' ')}</p>
      <CloseButton size="sm" aria-label={t('dismiss')} onClick={dismiss} />
    </section>
  );
}

function useRecoverySentences(report: RecoveryReport | null): string[] {
  const { t } = useTranslation('storage');
  if (report === null) return [];
  const { putBack, files, lost, isEmptied, isRepulled, isJournalDamaged } = report;
  return [
    ...(isEmptied ? [t('emptied')] : []),
    ...(isRepulled ? [t('repulled')] : []),
    ...(putBack > 0 ? [t('putBack', { count: putBack })] : []),
    ...(files > 0 ? [t('putBackFiles', { count: files })] : []),
    ...(lost > 0 ? [t('lost', { count: lost })] : []),
    ...(isJournalDamaged ? [t('journalDamaged')] : []),
  ];
}
