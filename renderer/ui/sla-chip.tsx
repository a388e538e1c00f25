import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconClockExclamation,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import classes from './badges.module.css';
import { useOfficeFormat } from './office-format.ts';
import { type SlaSaying, saySla } from './sla-tone.ts';

const icons: Readonly<Record<SlaSaying['word'], typeof IconClock>> = {
  left: IconClock,
  over: IconAlertTriangle,
  metLate: IconAlertTriangle,
  paused: IconPlayerPause,
  met: IconCheck,
  void: IconBan,
};

/** State of a target in word, icon and colour. `status` null: the ticket has no target (yet). */
export function SlaChip({ status }: { readonly status: TargetStatus | null }) {
  const format = useOfficeFormat();
  const { t } = useTranslation('common');
  if (status === null) return <span className={classes.absent}>{t('sla.none')}</span>;
  const saying = saySla(status);
  const Icon = saying.tone === 'near' ? IconClockExclamation : icons[saying.word];
  return (
    <span className={classes.chip} data-tone={saying.tone}>
      <Icon size={14} stroke={2} aria-hidden className={classes.icon} />
      <span className={classes.text}>{format.sla(status)}</span>
    </span>
  );
}
