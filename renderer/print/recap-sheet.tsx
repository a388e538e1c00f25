import { useTranslation } from 'react-i18next';
import { useRecap } from '../features/recap/use-recap.ts';
import classes from './paper.module.css';
import { RecapPaper } from './recap-paper.tsx';

/** The paper of a month's recap, once it is computed: the same figures as on screen, by the same function. */
export function RecapSheet({ month, opd }: { readonly month: string; readonly opd: string | null }) {
  const { t } = useTranslation(['recap', 'older']);
  const state = useRecap(month, opd);
  if (state.kind === 'ready') return <RecapPaper recap={state.recap} now={state.now} />;
  if (state.kind === 'partial')
    return (
      <p className={classes.message} role="alert">
        {t('older:recapPaper')}
      </p>
    );
  return (
    <p className={classes.message} aria-live="polite">
      {state.kind === 'loading' ? t('loading') : t('failed')}
    </p>
  );
}
