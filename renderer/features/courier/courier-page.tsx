import { Button, Text } from '@mantine/core';
import { IconUsb } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CourierState } from '../../data/courier/contract.ts';
import { useDesk } from '../../data/react.ts';
import { Page } from '../../ui/page.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import classes from './courier.module.css';
import { CourierSides } from './courier-sides.tsx';
import { ImportPart } from './import-part.tsx';
import { RescuePart } from './rescue-part.tsx';
import { useCourierState } from './use-courier.ts';
import { WritePart } from './write-part.tsx';

/** "Kurir": what waits goes out as a file, and the server's answer comes in as one. Needs no network. */
export default function CourierPage() {
  const { t } = useTranslation('courier');
  const { state, refresh } = useCourierState();
  return (
    <Page title={t('title')} lead={<CourierSides />} withNewTicket={false}>
      {state?.readiness === 'not_here' && <Sentence title={t('notHere')} next={t('notHereNext')} />}
      {state?.readiness === 'not_registered' && <KeyMissing onDone={refresh} />}
      {state?.readiness === 'ready' && <Ways state={state} refresh={refresh} />}
      {state !== null && (
        <div className={classes.body}>
          <RescuePart />
        </div>
      )}
    </Page>
  );
}

function Ways({ state, refresh }: { readonly state: CourierState; refresh(): Promise<void> }) {
  const { t } = useTranslation('courier');
  const { written, taken } = state;
  // One primary action: what comes next on the way there and back.
  const isAwaiting = written !== null && (taken === null || taken.at < written.at || !taken.isLast);
  return (
    <div className={classes.body}>
      <p className={classes.intro}>{t('intro')}</p>
      <p className={classes.waiting}>
        <IconUsb size={18} aria-hidden />
        {state.waiting === 0 ? t('waitingNone') : t('waiting', { count: state.waiting })}
      </p>
      <div className={classes.ways}>
        <WritePart state={state} isPrimary={!isAwaiting} refresh={refresh} />
        <ImportPart state={state} isPrimary={isAwaiting} refresh={refresh} />
      </div>
    </div>
  );
}

function KeyMissing({ onDone }: { onDone(): Promise<void> }) {
  const { t } = useTranslation('courier');
  const { courier } = useDesk();
  const [isOffline, setIsOffline] = useState(false);
  const retry = async () => {
    setIsOffline((await courier.register()) !== 'done');
    await onDone();
  };
  return (
    <Sentence title={t('noKey')} next={t('noKeyNext')}>
      <Button variant="default" onClick={() => void retry()}>
        {t('noKeyRetry')}
      </Button>
      {isOffline && (
        <Text size="sm" role="alert">
          {t('noKeyOffline')}
        </Text>
      )}
    </Sentence>
  );
}
