import { Alert, Button, MultiSelect, NativeSelect } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isInScope, type Opd } from '#shared/domain/reference.ts';
import type { AdminFailure } from '../../data/contract.ts';
import { useDesk, useReference, useSyncStatus } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { useAdminFailure } from './admin-failure.ts';
import classes from './settings.module.css';
import { useStoredDraft } from './stored-draft.ts';
import viewClasses from './view.module.css';

const officeDraftSchema = z.object({
  policy: z.string(),
  levels: z.record(z.string(), z.array(z.string())),
});

/** Pack and persons of one office. What is chosen is kept on the device until the server has it. */
export function OfficeForm({ office, onClose }: { readonly office: Opd; onClose(): void }) {
  const { t } = useTranslation('settings');
  const desk = useDesk();
  const reference = useReference();
  const labels = useLabels();
  const { online } = useSyncStatus();
  const say = useAdminFailure();
  const stored = useStoredDraft(`settings/office/${office.code}`, officeDraftSchema);
  const [failure, setFailure] = useState<AdminFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { policy, levels } = stored.value ?? { policy: office.policy, levels: office.levels ?? {} };
  const pack = reference.policy(policy)?.pack;
  const names = [...new Set(reference.policies().map((entry) => entry.pack.name))];
  const people = reference
    .users()
    .filter((user) => user.active && user.role !== 'client' && isInScope(user, office.code))
    .map(({ id, name, role }) => ({ value: id, label: `${name} – ${labels.role(role)}` }));
  const change = (part: Partial<z.infer<typeof officeDraftSchema>>) => {
    setSaved(false);
    setFailure(null);
    stored.set({ policy, levels, ...part });
  };
  const save = async () => {
    if (isBusy) return;
    setBusy(true);
    setFailure(null);
    const answer = await desk.admin
      .setOffice({ opd: office.code, policy, levels })
      .catch(() => ({ ok: false, error: { kind: 'server' } }) as const);
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    await stored.clear();
    setSaved(true);
  };
  return (
    <form
      className={viewClasses.officeForm}
      noValidate
      aria-labelledby="office-title"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <h2 id="office-title" ref={heading} tabIndex={-1}>
        {office.name}
      </h2>
      <NativeSelect
        size="xs"
        label={t('office.pack')}
        description={t('office.packHelp')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={names.map((name) => ({
          value: name,
          label: `${reference.policy(name)?.pack.title ?? name} (${name})`,
        }))}
        value={policy}
        onChange={(event) => change({ policy: event.currentTarget.value })}
      />
      <h3 className={classes.part}>{t('office.levels')}</h3>
      {(pack?.escalation ?? []).length === 0 && <p className={classes.hint}>{t('office.noLevels')}</p>}
      {(pack?.escalation ?? []).map(({ level, title }) => {
        const chosen = levels[String(level)] ?? [];
        const strangers = chosen.filter((id) => !people.some(({ value }) => value === id));
        return (
          <MultiSelect
            key={level}
            label={t('office.level', { number: level, title })}
            data={[...people, ...strangers.map((id) => ({ value: id, label: labels.person(id) }))]}
            value={chosen}
            searchable
            placeholder={chosen.length === 0 ? t('office.nobody') : ''}
            nothingFoundMessage={t('office.nobodyFound')}
            onChange={(ids) => change({ levels: { ...levels, [String(level)]: ids } })}
          />
        );
      })}
      {!online && <p className={classes.note}>{t('failed.offline')}</p>}
      {failure !== null && (
        <Alert color="red" variant="light" role="alert" title={t('failed.title')}>
          {say(failure)}
        </Alert>
      )}
      {isSaved && (
        <p role="status" className={classes.note}>
          {t('office.saved')}
        </p>
      )}
      <div className={viewClasses.modalFoot}>
        <Button variant="default" onClick={onClose}>
          {t('office.close')}
        </Button>
        {stored.value !== null && (
          <Button variant="default" onClick={() => void stored.clear()}>
            {t('editor.discard')}
          </Button>
        )}
        <Button type="submit" disabled={isBusy || !stored.ready}>
          {isBusy ? t('publish.busy') : t('office.save')}
        </Button>
      </div>
    </form>
  );
}
