import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useReference } from '../../data/react.ts';
import { paths } from '../../ui/paths.ts';
import { Sentence } from '../../ui/sentence.tsx';

/** Said after a version was published, with what can be done next. */
export function PublishedPanel({ name, version }: { readonly name: string; readonly version: number }) {
  const { t } = useTranslation('settings');
  const [, navigate] = useLocation();
  const reference = useReference();
  const isHere = reference.policy(name, version)?.pack.version === version;
  return (
    <Sentence
      title={t('published.title', { name, version })}
      next={isHere ? t('published.next') : t('published.waiting')}
    >
      <Group gap="xs" mt="sm">
        <Button autoFocus onClick={() => navigate(paths.policy(name))}>
          {t('published.toPack')}
        </Button>
        {version > 1 && (
          <Button variant="default" disabled={!isHere} onClick={() => navigate(paths.rejudge(name))}>
            {t('rejudge.open')}
          </Button>
        )}
      </Group>
    </Sentence>
  );
}
