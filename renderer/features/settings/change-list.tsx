import { useTranslation } from 'react-i18next';
import { durationSchema } from '#shared/sla/duration.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import { type PackChange, packChanges } from './pack-changes.ts';
import { packFormOf } from './pack-form.ts';
import { pathParts, usePlaceWords } from './pack-place.ts';
import { usePackWords } from './pack-words.ts';
import classes from './settings.module.css';

interface ChangeListProps {
  readonly before: PolicyPack;
  readonly after: PolicyPack;
}

/** What differs between two versions of a pack, in the words of the fields. */
export function ChangeList({ before, after }: ChangeListProps) {
  const { t } = useTranslation('settings');
  const say = useValueWords(after);
  const place = usePlaceWords(packFormOf(after));
  const changes = packChanges(before, after);
  if (changes.length === 0) return <p className={classes.hint}>{t('changes.none')}</p>;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('changes.place')}</th>
          <th scope="col">{t('changes.before')}</th>
          <th scope="col">{t('changes.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.path}>
            <th scope="row">{place(change.path)}</th>
            <td>{say(change, change.before)}</td>
            <td>{say(change, change.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useValueWords(pack: PolicyPack): (change: PackChange, value: unknown) => string {
  const { t } = useTranslation(['settings', 'domain', 'everywhere']);
  const words = usePackWords(pack.labels);
  const plain = (value: unknown): string => {
    if (value === undefined || value === '') return t('everywhere:none');
    if (typeof value === 'boolean') return t(value ? 'domain:yes' : 'domain:no');
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    return JSON.stringify(value);
  };
  return ({ path }, value) => {
    const parts = pathParts(path);
    const last = parts.at(-1) ?? '';
    if (parts.includes('of') || last === 'within') {
      const duration = durationSchema.safeParse(value);
      if (duration.success) return words.duration(duration.data);
    }
    if (last === 'comparison' && (value === 'lt' || value === 'lte'))
      return t(`settings:comparison.${value}`);
    if (Array.isArray(value)) {
      if (value.length === 0) return t('everywhere:none');
      if (last === 'warnings') return value.map((share) => `${Number(share) * 100} %`).join(', ');
      if (parts.includes('hours'))
        return value.map((block) => (Array.isArray(block) ? block.join('–') : '')).join(', ');
      if (last === 'tell' || parts.includes('mails'))
        return value.map((one) => words.recipient(String(one), pack.escalation)).join(', ');
      return value.map(plain).join('; ');
    }
    return last === 'at' && typeof value === 'number' ? `${value * 100} %` : plain(value);
  };
}
