import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTicketCounts } from '../../data/react.ts';
import { platform } from '../../platform/platform.ts';

/** Shows on the app's icon how many tickets are late and approaching: the numbers of the list's own filters. */
export function useStanding(): void {
  const { t } = useTranslation('shell');
  const { late, approaching } = useTicketCounts();
  useEffect(() => {
    const menu = { open: t('standing.open'), quit: t('standing.quit') };
    const tooltip = t('standing.tooltip', { late, approaching });
    void platform.setStanding({ late, approaching, tooltip, menu });
  }, [t, late, approaching]);
  useEffect(() => () => void platform.setStanding(null), []);
}
