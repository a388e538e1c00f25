import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import type { ReferenceData } from '../data/contract.ts';
import { useDesk, useReference } from '../data/react.ts';
import { currentLanguage } from '../i18n/i18n.ts';
import { type DateFormat, dateFormat } from './date-format.ts';
import { formatDuration } from './duration-format.ts';
import { formatNumber } from './number-format.ts';
import { saySla } from './sla-tone.ts';

/** Where no policy is known yet (before the first pull), the zone of the capital. */
const firstZone = 'Asia/Jakarta';

export interface OfficeFormat extends DateFormat {
  readonly timeZone: string;
  duration(ms: number): string;
  number(value: number): string;
  /** The words of the SLA chip: `2 j 14 m lagi`, `lewat 35 m`, `terpenuhi`. */
  sla(status: TargetStatus): string;
}

/** Zone of an office (IANA name), from its policy pack. */
export function zoneOfOffice(reference: ReferenceData, opd: string): string {
  const pack = reference.opd(opd)?.policy;
  return (pack === undefined ? undefined : reference.policy(pack)?.pack.timeZone) ?? firstZone;
}

/** Gives the zone of an office, as `zoneOfOffice` does. */
export function useZoneOf(): (opd: string) => string {
  const reference = useReference();
  return (opd) => zoneOfOffice(reference, opd);
}

/** Zone of an office (IANA name); of the signed-in user's own office where none is named. */
export function useOfficeZone(opd?: string): string {
  const { me } = useDesk();
  return useZoneOf()(opd ?? me.opd);
}

/** Formatters in the language on screen and the zone of an office: a ticket's, or the user's own where none is named. */
export function useOfficeFormat(opd?: string): OfficeFormat {
  const timeZone = useOfficeZone(opd);
  const { t } = useTranslation('everywhere');
  return useMemo(() => {
    const language = currentLanguage();
    const words = {
      hour: t('duration.hour'),
      minute: t('duration.minute'),
      lessThanMinute: t('duration.lessThanMinute'),
    };
    const duration = (ms: number) => formatDuration(ms, words);
    return {
      ...dateFormat(language, timeZone),
      timeZone,
      duration,
      number: (value) => formatNumber(value, language),
      sla(status) {
        const saying = saySla(status);
        return 'ms' in saying
          ? t(`sla.${saying.word}`, { duration: duration(saying.ms) })
          : t(`sla.${saying.word}`);
      },
    };
  }, [timeZone, t]);
}
