import { Button, Tabs } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { paths } from '../../ui/paths.ts';
import editorClasses from './editor.module.css';
import { PackEditorProvider } from './editor-context.tsx';
import { EscalationTab } from './editor-escalation.tsx';
import { FileTab } from './editor-file.tsx';
import { GeneralTab } from './editor-general.tsx';
import { HoursTab } from './editor-hours.tsx';
import { LabelsTab } from './editor-labels.tsx';
import { PriorityTab } from './editor-priority.tsx';
import { ProcedureTab } from './editor-procedure.tsx';
import { PublishTab } from './editor-publish.tsx';
import { TargetsTab } from './editor-targets.tsx';
import { FaultList } from './fault-list.tsx';
import { type EditorTab, editorTabs, isWithin, tabOf } from './pack-place.ts';
import { checkDraft, type PolicyDraft, withoutSoundText } from './policy-draft.ts';
import classes from './settings.module.css';
import { DiscardDialog } from './settings-dialog.tsx';

interface PolicyEditorProps {
  readonly draft: PolicyDraft;
  /** Something was typed, and the device has it. */
  readonly isKept: boolean;
  /** Newest version there is now; 0 where there is none. */
  readonly newest: number;
  change(draft: PolicyDraft): void;
  discard(): Promise<void>;
  onPublished(): void;
}

const formTabs: Readonly<Partial<Record<EditorTab, () => React.ReactNode>>> = {
  general: () => <GeneralTab />,
  hours: () => <HoursTab />,
  targets: () => <TargetsTab />,
  priority: () => <PriorityTab />,
  labels: () => <LabelsTab />,
  escalation: () => <EscalationTab />,
  procedure: () => <ProcedureTab />,
};

/** The field that shows a fault: the one whose place is nearest above it. */
function fieldOf(path: string): HTMLElement | undefined {
  const fields = [...document.querySelectorAll<HTMLElement>('[data-place]')];
  const over = fields.filter(({ dataset }) => dataset.place === '' || isWithin(path, dataset.place ?? ''));
  return over.sort((a, b) => (b.dataset.place ?? '').length - (a.dataset.place ?? '').length)[0];
}

/** The draft of a pack in tabs; every keystroke is kept on this device. */
export function PolicyEditor({ draft, isKept, newest, change, discard, onPublished }: PolicyEditorProps) {
  const { t } = useTranslation('settings');
  const [, navigate] = useLocation();
  const [tab, setTab] = useState<EditorTab>('targets');
  const [isDiscarding, setDiscarding] = useState(false);
  const wanted = useRef<string | null>(null);
  const checked = useMemo(() => checkDraft(draft), [draft]);
  const isTextBroken = draft.text !== null && checked.pack === null;

  const show = (next: EditorTab) => {
    if (tab === 'file') {
      const settled = withoutSoundText(draft);
      if (settled !== draft) change(settled);
    }
    setTab(next);
  };
  const goToFault = (path: string) => {
    wanted.current = path;
    show(draft.text === null ? tabOf(path) : 'file');
  };
  // After the tab has been drawn: only then its fields are there.
  useEffect(() => {
    const path = wanted.current;
    if (path === null) return;
    wanted.current = null;
    const field = fieldOf(path);
    field?.scrollIntoView({ block: 'center' });
    field?.focus({ preventScroll: true });
  });

  const editor = useMemo(
    () => ({
      form: draft.form,
      faults: checked.faults,
      edit: (part: Partial<PolicyDraft['form']>) =>
        change({ ...draft, text: null, form: { ...draft.form, ...part } }),
    }),
    [draft, checked, change],
  );
  const faults = <FaultList faults={checked.faults} form={draft.form} go={goToFault} />;
  const body = (name: EditorTab) => {
    if (name === 'file') return <FileTab draft={draft} checked={checked} change={change} />;
    if (name === 'publish')
      return (
        <PublishTab
          draft={draft}
          checked={checked}
          change={change}
          onPublished={onPublished}
          faults={faults}
        />
      );
    return isTextBroken ? (
      <div className={classes.note}>
        <p>{t('file.broken')}</p>
        <Button variant="default" onClick={() => show('file')}>
          {t('file.toFile')}
        </Button>
      </div>
    ) : (
      formTabs[name]?.()
    );
  };
  const count = checked.faults.length;
  return (
    <PackEditorProvider editor={editor}>
      <div className={editorClasses.editor}>
        <header className={editorClasses.editorHead}>
          <h2>{t('editor.title', { title: draft.form.title, version: draft.base + 1 })}</h2>
          <span className={classes.hint} role="status">
            {isKept ? t('editor.kept') : t('editor.untouched')}
          </span>
          {count > 0 && (
            <Button
              variant="light"
              color="red"
              size="compact-xs"
              onClick={() => goToFault(checked.faults[0]?.path ?? '')}
            >
              {t('editor.faults', { count })}
            </Button>
          )}
          <div className={classes.end}>
            {isKept && (
              <Button variant="default" onClick={() => setDiscarding(true)}>
                {t('editor.discard')}
              </Button>
            )}
            {tab !== 'publish' && <Button onClick={() => show('publish')}>{t('editor.toPublish')}</Button>}
          </div>
        </header>
        {newest > draft.base && (
          <p className={editorClasses.overtaken}>{t('overtaken.notice', { newest, base: draft.base })}</p>
        )}
        <Tabs
          value={tab}
          onChange={(next) => {
            const found = editorTabs.find((name) => name === next);
            if (found !== undefined) show(found);
          }}
          keepMounted={false}
          className={editorClasses.editorTabs ?? ''}
        >
          <Tabs.List aria-label={t('editor.tabsLabel')}>
            {editorTabs.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {t(`tab.${name}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {editorTabs.map((name) => (
            <Tabs.Panel key={name} value={name} className={editorClasses.editorBody ?? ''}>
              {body(name)}
            </Tabs.Panel>
          ))}
        </Tabs>
      </div>
      {isDiscarding && (
        <DiscardDialog
          onClose={() => setDiscarding(false)}
          discard={() => void discard().then(() => navigate(paths.policies))}
        />
      )}
    </PackEditorProvider>
  );
}
