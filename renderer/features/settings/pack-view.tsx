import { useTranslation } from 'react-i18next';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { decimalText } from './duration-form.ts';
import editorClasses from './editor.module.css';
import { inCalendarOrder, inKeyOrder } from './fact-order.ts';
import { blocksText, weekdays } from './hours-text.ts';
import { matrixShape } from './matrix-shape.ts';
import { PackRulesView } from './pack-rules-view.tsx';
import { Section } from './pack-section.tsx';
import { usePackWords } from './pack-words.ts';
import classes from './settings.module.css';
import { TargetView } from './target-view.tsx';
import viewClasses from './view.module.css';

/** A whole pack to read: what holds, in the order in which a clock asks for it. */
export function PackView({ pack }: { readonly pack: PolicyPack }) {
  const { t } = useTranslation(['settings', 'everywhere']);
  const words = usePackWords(pack.labels);
  return (
    <div className={viewClasses.view}>
      <Section title={t('settings:view.targets')}>
        <div className={viewClasses.cards}>
          {pack.targets.map((target) => (
            <TargetView key={target.metric} target={target} pack={pack} />
          ))}
        </div>
      </Section>
      <Section title={t('settings:tab.hours')}>
        <div className={viewClasses.cards}>
          {inCalendarOrder(pack.calendars).map(([name, calendar]) => (
            <div key={name} className={editorClasses.card}>
              <h4>{calendar.title || name}</h4>
              {calendar.always ? (
                <p>{t('settings:alwaysOpen')}</p>
              ) : (
                <table className={viewClasses.facts}>
                  <tbody>
                    {weekdays.map((day) => (
                      <tr key={day}>
                        <th scope="row">{t(`settings:weekday.${day}`)}</th>
                        <td>{blocksText(calendar.hours[day]) || t('settings:dayClosed')}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </div>
          ))}
        </div>
      </Section>
      <Section title={t('settings:place.cells')}>
        <Matrix pack={pack} />
      </Section>
      <Section title={t('settings:place.ladder')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('settings:ladder.at')}</th>
              <th scope="col">{t('settings:ladder.tell')}</th>
              <th scope="col">{t('settings:ladder.metrics')}</th>
            </tr>
          </thead>
          <tbody>
            {pack.notifications.ladder.map(({ at, tell, metrics }) => (
              <tr key={`${at} ${tell.join()} ${metrics?.join() ?? ''}`}>
                <th scope="row">{decimalText(at * 100)} %</th>
                <td>{tell.map((one) => words.recipient(one, pack.escalation)).join(', ')}</td>
                <td>
                  {metrics === undefined
                    ? t('settings:everyTarget')
                    : metrics
                        .map((name) => pack.targets.find(({ metric }) => metric === name)?.title ?? name)
                        .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={classes.hint}>
          {pack.notifications.workingHours === undefined
            ? t('settings:view.toldAlways')
            : t('settings:view.toldInHours', {
                calendar:
                  pack.calendars[pack.notifications.workingHours]?.title || pack.notifications.workingHours,
              })}
        </p>
      </Section>
      <PackRulesView pack={pack} />
    </div>
  );
}

function Matrix({ pack }: { readonly pack: PolicyPack }) {
  const words = usePackWords(pack.labels);
  const { by, cells } = pack.priority;
  const { rows, columns, keyOf } = matrixShape(inKeyOrder(cells).map(([key]) => key));
  return (
    <table className={viewClasses.matrix}>
      <thead>
        <tr>
          <th scope="col">{by.slice(0, -1).map(words.fact).join(', ')}</th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {words.fact(by.at(-1) ?? '')}: {words.key(by.slice(-1), column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            <th scope="row">{row === '' ? '' : words.key(by, row)}</th>
            {columns.map((column) => {
              const priority = cells[keyOf(row, column)];
              return (
                <td key={column}>
                  {priority === undefined ? '' : words.value('priority', String(priority))}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
