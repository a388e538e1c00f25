import { useTranslation } from 'react-i18next';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { inKeyOrder } from './fact-order.ts';
import { Section } from './pack-section.tsx';
import { usePackWords } from './pack-words.ts';
import classes from './settings.module.css';
import viewClasses from './view.module.css';

/** Levels, mails, labels, milestones, papers, capacity and rulings of a pack, to read. */
export function PackRulesView({ pack }: { readonly pack: PolicyPack }) {
  const { t } = useTranslation(['settings', 'everywhere']);
  const words = usePackWords(pack.labels);
  const mails = Object.entries(pack.notifications.mails);
  return (
    <>
      <div className={viewClasses.columns}>
        <Section title={t('settings:place.escalation')}>
          <Facts
            rows={pack.escalation.map(({ level, title, helpedBy }) => [
              t('settings:levelNumber', { number: level }),
              helpedBy === '' ? title : t('settings:helpedBy', { title, helper: helpedBy }),
            ])}
          />
        </Section>
        <Section title={t('settings:place.mails')}>
          <Facts
            rows={mails.map(([occasion, tell]) => [
              words.occasion(occasion),
              tell.map((one) => words.recipient(one, pack.escalation)).join(', ') || t('settings:nobody'),
            ])}
          />
        </Section>
        <Section title={t('settings:place.states')}>
          <Facts rows={inKeyOrder(pack.labels.states).map(([state, label]) => [words.state(state), label])} />
        </Section>
      </div>
      <div className={viewClasses.columns}>
        <Section title={t('settings:place.steps')}>
          {pack.steps.length === 0 ? (
            <p className={classes.hint}>{t('settings:noSteps')}</p>
          ) : (
            <Facts rows={pack.steps.map(({ title, on }) => [title, t(`settings:on.${on}`)])} />
          )}
        </Section>
        <Section title={t('settings:place.completeness')}>
          {pack.completeness === undefined ? (
            <p className={classes.hint}>{t('settings:view.noCompleteness')}</p>
          ) : (
            <Facts
              rows={[
                [t('settings:place.within'), words.duration(pack.completeness.within)],
                [t('settings:place.warnDays'), pack.completeness.warnDays.join(', ')],
                [t('settings:place.reason'), pack.completeness.reason],
              ]}
            />
          )}
        </Section>
        <Section title={t('settings:place.capacity')}>
          {pack.capacity.length === 0 ? (
            <p className={classes.hint}>{t('settings:view.noCapacity')}</p>
          ) : (
            <Facts
              rows={pack.capacity.map(({ title, serviceItems, perDay, warnAt }) => [
                title,
                t('settings:view.capacity', { items: serviceItems.join(', '), perDay, warnAt }),
              ])}
            />
          )}
        </Section>
      </div>
      {pack.rulings.length > 0 && (
        <Section title={t('settings:place.rulings')}>
          <ul className={classes.plainList}>
            {pack.rulings.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Facts({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <table className={viewClasses.facts}>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
