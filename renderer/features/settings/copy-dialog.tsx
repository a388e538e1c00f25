import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { paths } from '../../ui/paths.ts';
import editorClasses from './editor.module.css';
import { draftOfCopy, policyDraftKey } from './policy-draft.ts';
import { SettingsDialog } from './settings-dialog.tsx';
import viewClasses from './view.module.css';

/** As the schema of packs has it, and no longer than an office can be set to. */
const namePattern = /^[a-z][a-z0-9-]{0,59}$/;

/** Asks for the name of a new pack that begins as a copy, and opens its draft. */
export function CopyDialog({ pack, onClose }: { readonly pack: PolicyPack; onClose(): void }) {
  const { t } = useTranslation('settings');
  const { drafts } = useDesk();
  const reference = useReference();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [title, setTitle] = useState(pack.title);
  const [fault, setFault] = useState<'name' | 'taken' | 'drafted' | 'storage' | null>(null);
  const submit = async () => {
    if (!namePattern.test(name)) return setFault('name');
    if (reference.policy(name) !== undefined) return setFault('taken');
    try {
      if ((await drafts.load(policyDraftKey(name))) != null) return setFault('drafted');
      await drafts.save(policyDraftKey(name), draftOfCopy(pack, name, title));
    } catch {
      return setFault('storage');
    }
    navigate(paths.policyEditor(name));
  };
  return (
    <SettingsDialog onClose={onClose} title={t('copy.title', { title: pack.title })}>
      <form
        noValidate
        className={editorClasses.stack}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          data-autofocus
          label={t('copy.name')}
          description={t('copy.nameHelp')}
          withAsterisk
          autoComplete="off"
          value={name}
          error={fault === null ? null : t(`copy.fault.${fault}`)}
          onChange={(event) => {
            setFault(null);
            setName(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t('place.title')}
          autoComplete="off"
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div className={viewClasses.modalFoot}>
          <Button variant="default" onClick={onClose}>
            {t('copy.cancel')}
          </Button>
          <Button type="submit">{t('copy.go')}</Button>
        </div>
      </form>
    </SettingsDialog>
  );
}
