import { Anchor, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionService } from '../../data/contract.ts';
import type { RescueDesk, UnsentWork } from '../../data/rescue/contract.ts';
import { useWorkWords } from '../../ui/use-work-words.ts';
import { RescueDialog } from './rescue-dialog.tsx';

/** On the log-in page: what of anybody's work is on this device alone, and the way to take it elsewhere. */
export function UnsentNotice({ session }: { readonly session: SessionService }) {
  const { t } = useTranslation('rescue');
  const say = useWorkWords();
  const { rescue, works } = useUnsent(session);
  const [isOpen, setIsOpen] = useState(false);
  if (works.length === 0) return null;
  const sum = (of: (work: UnsentWork) => number) => works.reduce((total, work) => total + of(work), 0);
  const work = say(
    sum(({ count }) => count),
    sum(({ files }) => files),
  );
  return (
    <>
      <Text size="xs">
        {t('here', { work })}{' '}
        <Anchor component="button" type="button" size="xs" onClick={() => setIsOpen(true)}>
          {t('open')}
        </Anchor>
      </Text>
      <RescueDialog rescue={rescue} works={works} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}

function useUnsent(session: SessionService): {
  readonly rescue: RescueDesk;
  readonly works: readonly UnsentWork[];
} {
  const [rescue] = useState(() => session.rescue);
  const [works, setWorks] = useState<readonly UnsentWork[]>([]);
  useEffect(() => {
    let isCurrent = true;
    rescue.unsent().then(
      (found) => isCurrent && setWorks(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [rescue]);
  return { rescue, works };
}
