import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import { paths } from '../../ui/paths.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { OfficeForm } from './office-form.tsx';
import classes from './settings.module.css';
import { SettingsPage } from './settings-page.tsx';
import { useSettingsAccess } from './use-access.ts';
import viewClasses from './view.module.css';

/** "Kantor": the pack of each office's new tickets, and who stands on its escalation levels. */
export default function OfficesPage() {
  return (
    <SettingsPage>
      <Offices />
    </SettingsPage>
  );
}

function Offices() {
  const { t } = useTranslation('settings');
  const reference = useReference();
  const labels = useLabels();
  const { mayChange } = useSettingsAccess();
  const [chosen, setChosen] = useState<string | null>(null);
  const offices = reference.opds();
  const office = chosen === null ? undefined : reference.opd(chosen);
  if (offices.length === 0) return <Sentence title={t('office.none')} next={t('office.noneNext')} />;
  return (
    <div className={viewClasses.officeGrid}>
      <div>
        <p className={classes.intro}>{t(mayChange ? 'office.intro' : 'office.introReadOnly')}</p>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('office.office')}</th>
              <th scope="col">{t('office.pack')}</th>
              <th scope="col">{t('office.levels')}</th>
              {mayChange && <th scope="col">{t('packs.actions')}</th>}
            </tr>
          </thead>
          <tbody>
            {offices.map(({ code, name, policy, levels = {} }) => {
              const pack = reference.policy(policy)?.pack;
              return (
                <tr key={code} aria-selected={code === chosen}>
                  <th scope="row">
                    {name}
                    <span className={classes.code}>{code}</span>
                  </th>
                  <td>
                    {pack === undefined ? policy : <Link href={paths.policy(policy)}>{pack.title}</Link>}
                  </td>
                  <td>
                    {(pack?.escalation ?? []).map(({ level, title }) => {
                      const people = (levels[String(level)] ?? []).map(labels.person);
                      return (
                        <div key={level}>
                          <span className={classes.hint}>
                            {level}. {title}:
                          </span>{' '}
                          {people.length === 0 ? t('office.nobody') : people.join(', ')}
                        </div>
                      );
                    })}
                  </td>
                  {mayChange && (
                    <td>
                      <Button
                        variant="default"
                        size="compact-xs"
                        aria-label={t('office.changeOf', { name })}
                        onClick={() => setChosen(code)}
                      >
                        {t('packs.change')}
                      </Button>
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {mayChange && office !== undefined && (
        <OfficeForm key={office.code} office={office} onClose={() => setChosen(null)} />
      )}
    </div>
  );
}
