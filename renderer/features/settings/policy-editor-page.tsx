import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { useReference } from '../../data/react.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { draftOfNext, policyDraftKey, policyDraftSchema } from './policy-draft.ts';
import { PolicyEditor } from './policy-editor.tsx';
import { PublishedPanel } from './published-panel.tsx';
import { SettingsPage } from './settings-page.tsx';
import { useStoredDraft } from './stored-draft.ts';

/** The editor of the next version of a pack, or of a copy under a new name. */
export default function PolicyEditorPage() {
  const { name = '' } = useParams<{ name: string }>();
  return (
    <SettingsPage isForChange>
      <EditorOf key={name} name={name} />
    </SettingsPage>
  );
}

function EditorOf({ name }: { readonly name: string }) {
  const { t } = useTranslation('settings');
  const reference = useReference();
  const stored = useStoredDraft(policyDraftKey(name), policyDraftSchema);
  const [published, setPublished] = useState<number | null>(null);
  const newest = reference.policy(name)?.pack;
  if (published !== null) return <PublishedPanel name={name} version={published} />;
  if (!stored.ready) return <p className={''}>{t('reading')}</p>;
  const draft = stored.value ?? (newest === undefined ? null : draftOfNext(newest));
  if (draft === null) return <Sentence title={t('noPack', { name })} next={t('noPackNext')} />;
  return (
    <PolicyEditor
      draft={draft}
      isKept={stored.value !== null}
      newest={newest?.version ?? 0}
      change={stored.set}
      discard={stored.clear}
      onPublished={() => void stored.clear().then(() => setPublished(draft.base + 1))}
    />
  );
}
