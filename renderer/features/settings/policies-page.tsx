import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { PolicyPack } from '#shared/sla/pack.ts';
import type { PolicyRow } from '#shared/sla/published.ts';
import { useReference } from '../../data/react.ts';
import { Instant } from '../../ui/instant.tsx';
import { paths } from '../../ui/paths.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { CopyDialog } from './copy-dialog.tsx';
import { policyDraftPrefix } from './policy-draft.ts';
import classes from './settings.module.css';
import { SettingsPage } from './settings-page.tsx';
import { useDraftNames } from './stored-draft.ts';
import { useSettingsAccess } from './use-access.ts';

/** "Aturan SLA": every pack with its newest version, who uses it, and who published it. */
export default function PoliciesPage() {
  return (
    <SettingsPage>
      <PackList />
    </SettingsPage>
  );
}

function PackList() {
  const { t } = useTranslation('settings');
  const reference = useReference();
  const { mayChange } = useSettingsAccess();
  const drafts = useDraftNames(policyDraftPrefix) ?? [];
  const [copied, setCopied] = useState<PolicyPack | null>(null);
  const all = reference.policies();
  // Newest first within a name: the first of each name is the one to show.
  const newest = [...new Map([...all].reverse().map((entry) => [entry.pack.name, entry])).values()].reverse();
  const unpublished = drafts.filter((name) => !newest.some(({ pack }) => pack.name === name));
  if (newest.length === 0) return <Sentence title={t('packs.none')} next={t('packs.noneNext')} />;
  return (
    <div className={classes.body}>
      <p className={classes.intro}>{t(mayChange ? 'packs.intro' : 'packs.introReadOnly')}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('packs.pack')}</th>
            <th scope="col">{t('packs.version')}</th>
            <th scope="col">{t('packs.usedBy')}</th>
            <th scope="col">{t('packs.published')}</th>
            <th scope="col">{t('packs.note')}</th>
            <th scope="col">{t('packs.actions')}</th>
          </tr>
        </thead>
        <tbody>
          {newest.map((entry) => (
            <PackLine
              key={entry.pack.name}
              {...entry}
              versions={all.filter(({ pack }) => pack.name === entry.pack.name).length}
              hasDraft={drafts.includes(entry.pack.name)}
              copy={() => setCopied(entry.pack)}
            />
          ))}
        </tbody>
      </table>
      {mayChange && unpublished.length > 0 && (
        <>
          <h2 className={classes.part}>{t('packs.newDrafts')}</h2>
          <ul className={classes.plainList}>
            {unpublished.map((name) => (
              <li key={name}>
                <Link href={paths.policyEditor(name)}>{name}</Link>{' '}
                <Badge variant="light" size="sm">
                  {t('packs.draft')}
                </Badge>
              </li>
            ))}
          </ul>
        </>
      )}
      {copied !== null && <CopyDialog pack={copied} onClose={() => setCopied(null)} />}
    </div>
  );
}

interface PackLineProps {
  readonly pack: PolicyPack;
  readonly row: PolicyRow | null;
  readonly versions: number;
  readonly hasDraft: boolean;
  copy(): void;
}

function PackLine({ pack, row, versions, hasDraft, copy }: PackLineProps) {
  const { t } = useTranslation('settings');
  const reference = useReference();
  const { mayChange } = useSettingsAccess();
  const users = reference.opds().filter(({ policy }) => policy === pack.name);
  return (
    <tr>
      <th scope="row">
        <Link href={paths.policy(pack.name)}>{pack.title}</Link>
        <span className={classes.code}>{pack.name}</span>
      </th>
      <td>
        {pack.version}
        {versions > 1 && <span className={classes.hint}> {t('packs.ofVersions', { count: versions })}</span>}
      </td>
      <td>{users.length === 0 ? t('packs.unused') : users.map(({ code }) => code).join(', ')}</td>
      <td>
        {row === null ? (
          t('packs.shipped')
        ) : (
          <>
            <Instant at={row.publishedAt} /> · {row.publishedByName}
          </>
        )}
      </td>
      <td className={classes.clip}>{row?.note ?? ''}</td>
      <td>
        <div className={classes.actions}>
          {mayChange && (
            <>
              <Button
                component={Link}
                href={paths.policyEditor(pack.name)}
                variant={hasDraft ? 'light' : 'default'}
                size="compact-xs"
                aria-label={t(hasDraft ? 'packs.continueOf' : 'packs.changeOf', { title: pack.title })}
              >
                {t(hasDraft ? 'packs.continue' : 'packs.change')}
              </Button>
              <Button
                variant="default"
                size="compact-xs"
                aria-label={t('packs.copyOf', { title: pack.title })}
                onClick={copy}
              >
                {t('packs.copy')}
              </Button>
            </>
          )}
          {!mayChange && <Link href={paths.policy(pack.name)}>{t('packs.look')}</Link>}
        </div>
      </td>
    </tr>
  );
}
