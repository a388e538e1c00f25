import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconClockExclamation,
  IconPlayerPause,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import classes from './badges.module.css';
import { useOfficeFormat } from './office-format.ts';
import { type SlaSaying, saySla } from './sla-tone.ts';

const looks = { size: 14, stroke: 2, 'aria-hidden': true, className: classes.icon ?? '' } as const;
const nearIcon = <IconClockExclamation {...looks} />;
/** Made once: the list draws hundreds of them in a second. */
const icons: Readonly<Record<SlaSaying['word'], ReactNode>> = {
  left: <IconClock {...looks} />,
  over: <IconAlertTriangle {...looks} />,
  metLate: <IconAlertTriangle {...looks} />,
  paused: <IconPlayerPause {...looks} />,
  met: <IconCheck {...looks} />,
  void: <IconBan {...looks} />,
};

interface SlaMarkProps {
  readonly status: TargetStatus | null;
  readonly text: string;
}

/** State of a target in given words, with icon and colour. */
export function SlaMark({ status, text }: SlaMarkProps) {
  if (status === null) return <span className={classes.absent}>{text}</span>;
  const { tone, word } = saySla(status);
  return (
    <span className={classes.chip} data-tone={tone}>
      {tone === 'near' ? nearIcon : icons[word]}
      <span className={classes.text}>{text}</span>
    </span>
  );
}

/** State of a target in word, icon and colour. `status` null: the ticket has no target (yet). */
export function SlaChip({ status }: { readonly status: TargetStatus | null }) {
  const format = useOfficeFormat();
  const { t } = useTranslation('everywhere');
  return <SlaMark status={status} text={status === null ? t('sla.none') : format.sla(status)} />;
}
