import { useTranslation } from 'react-i18next';

/** Words for an amount of unsent work: "3 perubahan dan 1 berkas". */
export function useWorkWords(): (changes: number, files: number) => string {
  const { t } = useTranslation('rescue');
  return (changes, files) => {
    const words = { changes: t('changes', { count: changes }), files: t('files', { count: files }) };
    if (files === 0) return words.changes;
    return changes === 0 ? words.files : t('both', words);
  };
}
