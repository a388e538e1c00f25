import { Alert, Button, Group, Modal, Text } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useFailureSentence } from '../../ui/refusal-text.tsx';
import { type FieldLabel, useProblemText } from './fields.tsx';
import classes from './forms.module.css';
import { fieldId, focusField, type OfficialForm } from './use-official-form.ts';

interface FormFrameProps<V> {
  readonly title: string;
  readonly form: OfficialForm<V>;
  /** Where leaving leads to. */
  readonly backTo: string;
  readonly saveLabel: string;
  /** Nothing can be saved: the form is only looked at. */
  readonly readOnly?: boolean;
  /** Labels that differ from the catalogue's, by field. */
  readonly fieldLabels?: Readonly<Record<string, string>>;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/**
 * The frame of every official form: title, restored draft, summary of mistakes, refusal, the fields, and the one save
 * button. Ctrl+Enter saves; Esc leaves and asks only if something was typed.
 */
export function FormFrame<V>(props: FormFrameProps<V>) {
  const { title, form, backTo, saveLabel, readOnly = false, actions, children } = props;
  const { t } = useTranslation('forms');
  const [, navigate] = useLocation();
  const [isLeaving, setLeaving] = useState(false);
  const sayFailure = useFailureSentence();

  const leave = () => {
    if (form.isTyped) setLeaving(true);
    else navigate(backTo);
  };
  const keys = useRef({ leave, submit: form.submit, isLeaving, readOnly });
  keys.current = { leave, submit: form.submit, isLeaving, readOnly };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const now = keys.current;
      if (event.defaultPrevented || now.isLeaving || event.isComposing) return;
      // The Esc that closed a dialog arrives here after the dialog is gone; it must not open it again.
      if (event.target instanceof Element && event.target.closest('[role=dialog]') !== null) return;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !now.readOnly) {
        event.preventDefault();
        now.submit();
      } else if (event.key === 'Escape') {
        event.preventDefault();
        now.leave();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  const failed = form.failure;
  const failedText = failed === null ? '' : failed.done === 0 ? t('failed.nothing') : t('failed.partly');
  return (
    <form
      className={classes.page}
      noValidate
      aria-busy={form.saving}
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <header className={classes.head}>
        <h1 className={classes.title}>{title}</h1>
        <span className={classes.legendNote}>
          <span aria-hidden className={classes.star}>
            *
          </span>{' '}
          {t('needed')}
        </span>
        <div className={classes.headActions}>{actions}</div>
      </header>
      <div className={classes.middle} data-scrolls>
        {form.isRestored && form.isTyped && (
          <div className={classes.restored} role="status">
            <strong>{t('draft.restored')}</strong>
            <span>{t('draft.restoredHelp')}</span>
            <Button variant="default" size="compact-xs" onClick={() => void form.discard()}>
              {t('draft.discard')}
            </Button>
          </div>
        )}
        <ErrorSummary form={form} labels={props.fieldLabels ?? {}} />
        {failed !== null && (
          <Alert className={classes.notice} color="red" variant="light" role="alert" title={failedText}>
            <Text size="sm">{sayFailure(failed.failure)}</Text>
          </Alert>
        )}
        {children}
      </div>
      <footer className={classes.foot}>
        <span className={classes.quiet}>{form.isTyped ? t('draft.keeping') : ''}</span>
        <Button
          variant="default"
          onClick={leave}
          rightSection={<kbd className={classes.key}>{t('shortcut.leave')}</kbd>}
        >
          {t('back')}
        </Button>
        {!readOnly && (
          <Button
            type="submit"
            disabled={form.saving || !form.ready}
            rightSection={<kbd className={classes.key}>{t('shortcut.save')}</kbd>}
          >
            {form.saving ? t('saving') : saveLabel}
          </Button>
        )}
      </footer>
      <Modal opened={isLeaving} onClose={() => setLeaving(false)} title={t('leave.title')} size="lg">
        <Text size="sm">{t('leave.body')}</Text>
        <Group justify="flex-end" mt="md" gap="xs">
          <Button
            variant="subtle"
            color="red"
            onClick={() => void form.discard().then(() => navigate(backTo))}
          >
            {t('leave.discard')}
          </Button>
          <Button variant="default" onClick={() => setLeaving(false)}>
            {t('leave.stay')}
          </Button>
          <Button data-autofocus onClick={() => navigate(backTo)}>
            {t('leave.keepDraft')}
          </Button>
        </Group>
      </Modal>
    </form>
  );
}

function ErrorSummary<V>({
  form,
  labels,
}: {
  readonly form: OfficialForm<V>;
  readonly labels: Readonly<Record<string, string>>;
}) {
  const { t } = useTranslation('forms');
  const say = useProblemText();
  if (form.problems.length === 0) return null;
  return (
    <div className={classes.summary} role="alert">
      <h2 className={classes.summaryTitle}>{t('error.summary', { count: form.problems.length })}</h2>
      <ul>
        {form.problems.map((problem) => (
          <li key={problem.field}>
            <a
              href={`#${fieldId(problem.field)}`}
              onClick={(event) => {
                event.preventDefault();
                focusField(problem.field);
              }}
            >
              {labels[problem.field] ?? t(`field.${problem.field as FieldLabel}`)}
            </a>
            {': '}
            {say(problem, labels[problem.field])}
          </li>
        ))}
      </ul>
    </div>
  );
}
