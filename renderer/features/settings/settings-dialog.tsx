import { Button, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import viewClasses from './view.module.css';

interface SettingsDialogProps {
  readonly title: string;
  onClose(): void;
  readonly children: ReactNode;
}

/** A dialog over the settings; shown while it is drawn. */
export function SettingsDialog({ title, onClose, children }: SettingsDialogProps) {
  const { t } = useTranslation('everywhere');
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      {children}
    </Modal>
  );
}

/** Asks once before a draft is thrown away. */
export function DiscardDialog(props: { onClose(): void; discard(): void }) {
  const { t } = useTranslation('settings');
  return (
    <SettingsDialog title={t('editor.discardTitle')} onClose={props.onClose}>
      <Text size="sm">{t('editor.discardBody')}</Text>
      <div className={viewClasses.modalFoot}>
        <Button variant="default" data-autofocus onClick={props.onClose}>
          {t('editor.keep')}
        </Button>
        <Button color="red" variant="subtle" onClick={props.discard}>
          {t('editor.discard')}
        </Button>
      </div>
    </SettingsDialog>
  );
}
