import { useTranslation } from 'react-i18next';
import type { PolicyPack, TargetDefinition } from '#shared/sla/pack.ts';
import { decimalText } from './duration-form.ts';
import editorClasses from './editor.module.css';
import { inKeyOrder } from './fact-order.ts';
import { isOnlyKey } from './pack-form.ts';
import { usePackWords } from './pack-words.ts';
import { useTargetFacts } from './target-facts.ts';
import viewClasses from './view.module.css';

interface TargetViewProps {
  readonly target: TargetDefinition;
  readonly pack: PolicyPack;
}

/** One target to read: how long for which tickets, in which calendar, from when until when. */
export function TargetView({ target, pack }: TargetViewProps) {
  const { t } = useTranslation('settings');
  const words = usePackWords(pack.labels);
  const { by, of } = target.durations;
  const calendarTitle = (name: string) => pack.calendars[name]?.title || name;
  const { appliesTo, start, stop, calendar } = target;
  const facts = useTargetFacts({ appliesTo, start, stop, except: calendar.except }, words, {
    calendar: calendarTitle,
    step: (name) => pack.steps.find(({ step }) => step === name)?.title ?? name,
  });
  return (
    <div className={editorClasses.card}>
      <h4>{target.title}</h4>
      <table className={viewClasses.facts}>
        <tbody>
          {inKeyOrder(of).map(([key, duration]) => (
            <tr key={key}>
              <th scope="row">{isOnlyKey(key) ? t('allTickets') : words.key(by, key)}</th>
              <td>
                {t(target.comparison === 'lt' ? 'lessThan' : 'atMost', {
                  duration: words.duration(duration),
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={viewClasses.factLines}>
        <li>{t('target.calendar', { calendar: calendarTitle(calendar.default) })}</li>
        {facts.map((line) => (
          <li key={line}>{line}</li>
        ))}
        <li>{t(target.pausedByWaiting ? 'target.paused' : 'target.notPaused')}</li>
        <li>
          {t('target.warnings', {
            shares: target.warnings.map((share) => `${decimalText(share * 100)} %`).join(', '),
          })}
        </li>
      </ul>
    </div>
  );
}
