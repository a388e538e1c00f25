import { Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconClockExclamation,
  IconCloudCheck,
  IconCloudOff,
  IconCloudUpload,
  IconEyeCheck,
  IconRefresh,
  IconUsb,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SyncStatus } from '../../data/contract.ts';
import { useDesk, useNow, useReference, useSyncStatus } from '../../data/react.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatClockError } from '../../ui/clock-words.ts';
import { useOfficeFormat } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import classes from './status-bar.module.css';
import { StorageItems } from './storage-items.tsx';

/** From this difference on, the clock of the device is worth a word. */
const clockMattersMs = 2 * 60_000;

function usePhaseWord(status: SyncStatus): string | null {
  const { t } = useTranslation('shell');
  const { phase, progress } = status;
  if (phase === 'idle' || phase === 'offline') return null;
  if (phase !== 'first_pull') return t(`status.short.${phase}`);
  return progress === null ? t('status.phase.first_pull') : t('status.short.first_pull', progress);
}

/** The whole sentence behind the word: nobody is told that all was exchanged where the last exchange broke off. */
function useStatusSentence({ phase, problem }: SyncStatus): string {
  const { t } = useTranslation('shell');
  if (phase !== 'idle' || problem === null) return t(`status.phase.${phase}`);
  return problem.startsWith('storage_')
    ? t('status.stopped.storage')
    : t('status.stopped.server', { code: problem });
}

/** 28 px of what is true now: connection, what waits, last exchange, what needs a decision, whose desk this is. */
export function StatusBar() {
  const { t } = useTranslation('shell');
  const status = useSyncStatus();
  const format = useOfficeFormat();
  const phaseWord = usePhaseWord(status);
  const sentence = useStatusSentence(status);
  const { me, sync } = useDesk();
  const reference = useReference();
  const now = useNow(60_000);
  const isSameDay = status.lastSyncAt !== null && format.day(status.lastSyncAt) === format.day(now);
  const synced =
    status.lastSyncAt === null
      ? t('status.neverSynced')
      : t('status.syncedAt', {
          time: isSameDay ? format.clock(status.lastSyncAt) : format.short(status.lastSyncAt, now),
        });
  const clock =
    Math.abs(status.clockOffsetMs) >= clockMattersMs
      ? t('status.clock', { duration: formatClockError(status.clockOffsetMs, currentLanguage()) })
      : null;
  return (
    <section className={classes.bar} aria-label={t('status.label')}>
      <Tooltip label={sentence} position="top-start">
        <span className={classes.item} data-state={status.online ? 'online' : 'offline'} role="status">
          {status.online ? <IconCloudCheck size={15} aria-hidden /> : <IconCloudOff size={15} aria-hidden />}
          <strong>{t(status.online ? 'status.online' : 'status.offline')}</strong>
          <span>· {phaseWord ?? synced}</span>
        </span>
      </Tooltip>
      <UnstyledButton
        className={classes.button ?? ''}
        onClick={() => sync.syncNow()}
        aria-label={t('status.syncNow')}
      >
        <Tooltip label={t('status.syncNow')} position="top">
          <IconRefresh size={14} aria-hidden />
        </Tooltip>
      </UnstyledButton>
      <span className={classes.item} data-waiting={status.pending > 0}>
        <IconCloudUpload size={15} aria-hidden />
        {t('status.pending', { count: status.pending })}
      </span>
      {!status.online && status.pending > 0 && (
        <Link href={paths.courier} className={classes.item ?? ''}>
          <IconUsb size={15} aria-hidden />
          {t('status.courier')}
        </Link>
      )}
      <Link href={paths.review} className={classes.item ?? ''} data-review={status.toReview > 0}>
        <IconEyeCheck size={15} aria-hidden />
        {t('status.toReview', { count: status.toReview })}
      </Link>
      {clock !== null && (
        <Tooltip label={t('status.clockMend')} position="top" multiline w={340}>
          <span className={`${classes.item} ${classes.clock}`}>
            <IconClockExclamation size={15} aria-hidden />
            <span>{clock}</span>
          </span>
        </Tooltip>
      )}
      <StorageItems />
      <span className={classes.fill} />
      <span className={classes.item}>{me.name}</span>
      <span className={classes.item} title={reference.opd(me.opd)?.name}>
        <strong>{me.opd}</strong>
      </span>
    </section>
  );
}
