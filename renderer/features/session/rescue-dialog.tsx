import { Modal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type MutationName, mutations } from '#shared/mutations/registry.ts';
import type { RescueDesk, UnsentLine, UnsentWork } from '../../data/rescue/contract.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { type DateFormat, dateFormat } from '../../ui/date-format.ts';
import { useWorkWords } from '../../ui/use-work-words.ts';
import classes from './rescue-dialog.module.css';
import { RescueForm } from './rescue-form.tsx';

/** Nobody is signed in, so no office is known: instants are those of the capital, and say so. */
const formatHere = () => dateFormat(currentLanguage(), 'Asia/Jakarta');

interface RescueDialogProps {
  readonly rescue: RescueDesk;
  readonly works: readonly UnsentWork[];
  readonly isOpen: boolean;
  onClose(): void;
}

/** What waits on this device by person: how much, what kind of work and when, never what it says; and saving it to a file. */
export function RescueDialog({ rescue, works, isOpen, onClose }: RescueDialogProps) {
  const { t } = useTranslation(['rescue', 'everywhere']);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={620}
      title={t('rescue:title')}
      closeButtonProps={{ 'aria-label': t('everywhere:close') }}
    >
      <Text size="sm">{t('rescue:intro')}</Text>
      {works.map((work) => (
        <WorkOf key={work.userId} rescue={rescue} work={work} />
      ))}
    </Modal>
  );
}

function WorkOf({ rescue, work }: { readonly rescue: RescueDesk; readonly work: UnsentWork }) {
  const { t } = useTranslation('rescue');
  const say = useWorkWords();
  const { username, count, files, latest } = work;
  const format = formatHere();
  const earlier = count - latest.length;
  const headId = `unsent-${work.userId}`;
  return (
    <section className={classes.work} aria-labelledby={headId}>
      <h3 id={headId}>
        {username}: {say(count, files)}
      </h3>
      {latest.length > 0 && (
        <>
          <p className={classes.hint}>{t('latest', { zone: format.zoneName })}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard. */}
          <ul className={classes.lines} tabIndex={0} aria-labelledby={headId}>
            {latest.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
              <Line key={at} line={line} format={format} />
            ))}
          </ul>
        </>
      )}
      {earlier > 0 && <p className={classes.hint}>{t('more', { count: earlier })}</p>}
      <p className={classes.hint}>{t('hidden', { user: username })}</p>
      <RescueForm rescue={rescue} userId={work.userId} username={username} />
    </section>
  );
}

interface LineProps {
  readonly line: UnsentLine;
  readonly format: DateFormat;
}

function isMutationName(name: string): name is MutationName {
  return Object.hasOwn(mutations, name);
}

function Line({ line: { name, at, number }, format }: LineProps) {
  const { t } = useTranslation('review');
  const deed = isMutationName(name) ? t(`deed.${name.replace('.', '_') as 'ticket_note'}`) : name;
  return (
    <li>
      <time dateTime={new Date(at).toISOString()}>{format.short(at)}</time>
      <span>{deed}</span>
      <span className={classes.number}>{number}</span>
    </li>
  );
}
