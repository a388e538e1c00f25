import { useTranslation } from 'react-i18next';
import type { AdminFailure } from '../../data/contract.ts';

/** Says why nothing was published, and what to do; what was typed stays in the draft. */
export function useAdminFailure(): (failure: AdminFailure) => string {
  const { t } = useTranslation('settings');
  return (failure) => {
    switch (failure.kind) {
      case 'version_changed':
        return t('failed.version_changed', { present: failure.present });
      case 'bad_request':
        return failure.field === 'effectiveFrom'
          ? t('failed.tooEarly')
          : t('failed.bad_request', { field: failure.field });
      default:
        return t(`failed.${failure.kind}`);
    }
  };
}
