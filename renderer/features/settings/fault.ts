import { useTranslation } from 'react-i18next';
import type { IssueValues, PackIssueCode } from '#shared/sla/issues.ts';

/** What stands against publishing: a fault with its place, or a text that is no such file at all. */
export interface Fault {
  /** As the readers of packs and calendars write it; empty for the file as a whole. */
  readonly path: string;
  readonly code: PackIssueCode | 'not_json' | 'not_a_pack' | 'not_a_calendar';
  /** English: for logs, and for where a text stopped being JSON. */
  readonly message: string;
  readonly values?: IssueValues;
}

/** The remedy for a fault in words; a number that is none is told as such. */
export function useFaultSentence(): (fault: Fault) => string {
  const { t } = useTranslation('settings');
  return ({ code, message, values = {} }) => {
    const at = code === 'not_json' ? /line (\d+) column (\d+)/.exec(message) : null;
    if (at !== null) return t('issue.not_json_at', { line: at[1] ?? '', column: at[2] ?? '' });
    const isNumber = values.expected === 'number' || values.expected === 'int';
    if (code === 'wrong_type' && isNumber) return t('issue.not_a_number');
    return t(`issue.${code}`, { ...values });
  };
}
