import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import classes from './forms.module.css';

/** A sentence in place of a form that cannot be shown, with the next step. */
export function FormMessage({ text, backTo }: { readonly text: string; readonly backTo?: string }) {
  const { t } = useTranslation('forms');
  const [, navigate] = useLocation();
  return (
    <section className={classes.saved} aria-live="polite">
      <p>{text}</p>
      {backTo !== undefined && (
        <Button variant="default" onClick={() => navigate(backTo)}>
          {t('back')}
        </Button>
      )}
    </section>
  );
}
