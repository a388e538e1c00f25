import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CalendarDays } from '#shared/sla/hours.ts';
import { entriesOf, mergedDays } from './calendar-days.ts';
import { readDays } from './calendar-draft.ts';
import { useFaultSentence } from './fault.ts';
import { SettingsDialog } from './settings-dialog.tsx';
import viewClasses from './view.module.css';

interface CalendarImportProps {
  readonly text: string;
  readonly days: CalendarDays;
  take(days: CalendarDays): void;
  onClose(): void;
}

/** What a loaded file holds, and whether it is added to the days there are or stands in their place. */
export function CalendarImport({ text, days, take, onClose }: CalendarImportProps) {
  const { t } = useTranslation(['settings', 'everywhere']);
  const say = useFaultSentence();
  const read = readDays(text);
  return (
    <SettingsDialog onClose={onClose} title={t('settings:import.title')}>
      {read.ok ? (
        <>
          <Text size="sm">
            {t('settings:import.found', {
              found: entriesOf(read.value).length,
              present: entriesOf(days).length,
            })}
          </Text>
          <Text size="sm" mt={6}>
            {t('settings:import.how')}
          </Text>
          <div className={viewClasses.modalFoot}>
            <Button variant="default" onClick={onClose}>
              {t('everywhere:cancel')}
            </Button>
            <Button variant="default" onClick={() => take(read.value)}>
              {t('settings:import.replace')}
            </Button>
            <Button data-autofocus onClick={() => take(mergedDays(days, read.value))}>
              {t('settings:import.merge')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <Text size="sm" role="alert">
            {t('settings:import.refused')} {read.error.path !== '' && <code>{read.error.path}</code>}{' '}
            {say(read.error)}
          </Text>
          <div className={viewClasses.modalFoot}>
            <Button data-autofocus onClick={onClose}>
              {t('everywhere:close')}
            </Button>
          </div>
        </>
      )}
    </SettingsDialog>
  );
}
