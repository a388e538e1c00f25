import { Button, FileButton, Progress, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useSyncStatus } from '../../data/react.ts';
import { Page } from '../../ui/page.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import classes from './courier.module.css';
import { CourierSides } from './courier-sides.tsx';
import { Outcome } from './outcome.tsx';
import { TakenAtServer } from './taken-at-server.tsx';
import { type OfficeFile, useOfficeFiles } from './use-office-files.ts';

/** "Kurir, di server": administrators bring offices' files to the running server and save its answers. */
export default function CourierServerPage() {
  const { t } = useTranslation('courier');
  const { me } = useDesk();
  return (
    <Page title={t('title')} lead={<CourierSides />} withNewTicket={false}>
      {me.role === 'admin' ? (
        <Exchange />
      ) : (
        <Sentence title={t('server.notAllowed')} next={t('server.notAllowedNext')} />
      )}
    </Page>
  );
}

function Exchange() {
  const { t } = useTranslation('courier');
  const { online } = useSyncStatus();
  const reset = useRef<() => void>(null);
  const office = useOfficeFiles();
  return (
    <div className={classes.body}>
      <p className={classes.intro}>{t('server.intro')}</p>
      <div className={classes.ways}>
        <section className={classes.way} aria-labelledby="courier-bring">
          <h2 id="courier-bring">{t('server.bring')}</h2>
          <ol className={classes.steps}>
            <li>{t('server.steps.stick')}</li>
            <li>{t('server.steps.pick')}</li>
            <li>{t('server.steps.save')}</li>
          </ol>
          <div className={classes.actions}>
            <FileButton
              multiple
              accept=".kurir"
              resetRef={reset}
              inputProps={{ 'aria-label': t('server.pick') }}
              onChange={(picked) => {
                // The same file picked again is sent again.
                reset.current?.();
                void office.pick(picked);
              }}
            >
              {(props) => (
                <Button {...props} leftSection={<IconUpload size={16} aria-hidden />} loading={office.isBusy}>
                  {t('server.pick')}
                </Button>
              )}
            </FileButton>
          </div>
          {!online && (
            <Text size="sm" role="status">
              {t('server.offline')}
            </Text>
          )}
        </section>
        <section className={classes.way} aria-labelledby="courier-results">
          <h2 id="courier-results">{t('server.results')}</h2>
          {office.files.length === 0 && <p className={classes.hint}>{t('server.none')}</p>}
          {office.files.map((file) => (
            <FileOfOffice key={file.key} file={file} office={office} />
          ))}
        </section>
      </div>
    </div>
  );
}

interface FileProps {
  readonly file: OfficeFile;
  readonly office: ReturnType<typeof useOfficeFiles>;
}

function FileOfOffice({ file, office }: FileProps) {
  const { t } = useTranslation('courier');
  const { name } = file;
  if (file.step === 'sending')
    return (
      <div role="status">
        <Text size="sm">{t('server.sending', { name, percent: file.percent })}</Text>
        <Progress value={file.percent} size="sm" aria-label={name} />
      </div>
    );
  if (file.step === 'taking')
    return (
      <div role="status">
        <Text size="sm">{t('server.taking', { name })}</Text>
        <Progress value={100} size="sm" animated aria-label={name} />
      </div>
    );
  if (file.step === 'done') return <TakenAtServer file={file} office={office} />;
  return (
    <Outcome isGood={false} title={t('server.refusedTitle', { name })}>
      <p className={classes.lines}>{t(`server.failure.${file.failure}`)}</p>
      <Button
        variant="default"
        size="xs"
        mt={8}
        disabled={office.isBusy}
        onClick={() => void office.again(file.key, file.file)}
      >
        {t('server.again')}
      </Button>
    </Outcome>
  );
}
