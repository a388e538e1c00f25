import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'wouter';
import type { PolicyPack } from '#shared/sla/pack.ts';
import type { PolicyRow } from '#shared/sla/published.ts';
import { useReference } from '../../data/react.ts';
import { Instant } from '../../ui/instant.tsx';
import { paths } from '../../ui/paths.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { FileTools } from './file-tools.tsx';
import { Section } from './pack-section.tsx';
import { PackView } from './pack-view.tsx';
import classes from './settings.module.css';
import { SettingsPage } from './settings-page.tsx';
import { useSettingsAccess } from './use-access.ts';
import viewClasses from './view.module.css';

/** One pack to read, with its versions. */
export default function PolicyPage() {
  const { name = '' } = useParams<{ name: string }>();
  return (
    <SettingsPage>
      <PackOf key={name} name={name} />
    </SettingsPage>
  );
}

function PackOf({ name }: { readonly name: string }) {
  const { t } = useTranslation('settings');
  const reference = useReference();
  const { mayChange } = useSettingsAccess();
  const [chosen, setChosen] = useState<number | null>(null);
  const versions = reference.policies().filter(({ pack }) => pack.name === name);
  const newest = versions[0];
  const shown = versions.find(({ pack }) => pack.version === chosen) ?? newest;
  if (newest === undefined || shown === undefined)
    return <Sentence title={t('noPack', { name })} next={t('noPackNext')} />;
  const { pack } = shown;
  const users = reference.opds().filter(({ policy }) => policy === name);
  return (
    <div className={classes.body}>
      <div className={viewClasses.viewHead}>
        <h2>{pack.title}</h2>
        <span className={classes.hint}>{t('view.version', { version: pack.version })}</span>
        <div className={classes.end}>
          <FileTools
            name={`${name}-v${pack.version}.json`}
            text={() => `${JSON.stringify(pack, null, 2)}\n`}
          />
          {newest.pack.version > 1 && (
            <Button component={Link} href={paths.rejudge(name)} variant="default">
              {t('rejudge.open')}
            </Button>
          )}
          {mayChange && (
            <Button component={Link} href={paths.policyEditor(name)}>
              {t('view.change')}
            </Button>
          )}
        </div>
      </div>
      <dl className={viewClasses.headFacts}>
        <dt>{t('place.source')}</dt>
        <dd>{pack.source || '—'}</dd>
        <dt>{t('place.timeZone')}</dt>
        <dd>{pack.timeZone}</dd>
        <dt>{t('packs.usedBy')}</dt>
        <dd>
          {users.length === 0
            ? t('packs.unused')
            : users.map(({ code, name: of }) => `${code} – ${of}`).join('; ')}
        </dd>
      </dl>
      {shown !== newest && <p className={classes.note}>{t('view.old', { newest: newest.pack.version })}</p>}
      <PackView pack={pack} />
      <Section title={t('view.versions')}>
        <Versions versions={versions} shown={pack.version} choose={setChosen} />
      </Section>
    </div>
  );
}

interface VersionsProps {
  readonly versions: readonly { readonly pack: PolicyPack; readonly row: PolicyRow | null }[];
  readonly shown: number;
  choose(version: number): void;
}

function Versions({ versions, shown, choose }: VersionsProps) {
  const { t } = useTranslation('settings');
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('packs.version')}</th>
          <th scope="col">{t('view.holdsFrom')}</th>
          <th scope="col">{t('packs.published')}</th>
          <th scope="col">{t('packs.note')}</th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ pack, row }) => (
          <tr key={pack.version}>
            <th scope="row">
              <button
                type="button"
                className={classes.link}
                aria-pressed={pack.version === shown}
                onClick={() => {
                  choose(pack.version);
                  document.querySelector('h2')?.scrollIntoView();
                }}
              >
                {t('view.version', { version: pack.version })}
              </button>
            </th>
            <td>
              {row === null || row.effectiveFrom === 0 ? (
                t('view.fromStart')
              ) : (
                <Instant at={row.effectiveFrom} />
              )}
            </td>
            <td>
              {row === null ? (
                t('packs.shipped')
              ) : (
                <>
                  <Instant at={row.publishedAt} /> · {row.publishedByName}
                </>
              )}
            </td>
            <td>{row?.note ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
