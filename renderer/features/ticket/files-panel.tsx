import { ActionIcon, Modal } from '@mantine/core';
import { IconCloudDownload, IconDeviceFloppy, IconPin, IconPinnedOff, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/domain/ticket.ts';
import { staffRoles } from '#shared/mutations/access.ts';
import type { FileFailure, TicketFile } from '../../data/files/contract.ts';
import { useDesk, useTicketFiles } from '../../data/react.ts';
import { platform } from '../../platform/platform.ts';
import { FileChooser } from '../../ui/files/file-chooser.tsx';
import { formatBytes, useFileFailure, useFileState } from '../../ui/files/file-words.ts';
import { isPicture } from '../../ui/files/picture.ts';
import type { FileTrouble, ReadFile } from '../../ui/files/read-files.ts';
import { Thumbnail } from '../../ui/files/thumbnail.tsx';
import classes from './files-panel.module.css';
import panelClasses from './panel.module.css';
import { Panel } from './panel.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

/** Files of the ticket: what is here, what is on its way, and a place for more. */
export function FilesPanel({ ticket }: { readonly ticket: Ticket }) {
  const { t } = useTranslation(['files', 'everywhere']);
  const desk = useDesk();
  const files = useTicketFiles(ticket.id);
  const [viewed, setViewed] = useState<TicketFile | null>(null);
  const [removed, setRemoved] = useState<TicketFile | null>(null);
  const mayAdd = (staffRoles as readonly string[]).includes(desk.me.role);
  const take = async (read: readonly ReadFile[]): Promise<readonly FileTrouble[]> => {
    const troubles: FileTrouble[] = [];
    for (const { name, bytes } of read) {
      const added = await desk.files.add(ticket.id, { name, bytes });
      if (!added.ok) troubles.push({ name, failure: added.error });
    }
    return troubles;
  };
  const list = (
    <>
      {files !== undefined && files.length === 0 && <p className={classes.none}>{t('none')}</p>}
      {files !== undefined && files.length > 0 && (
        <ul className={classes.list} aria-label={t('title')}>
          {files.map((file) => (
            <FileLine
              key={file.attachment.id}
              file={file}
              onView={() => setViewed(file)}
              onRemove={() => setRemoved(file)}
            />
          ))}
        </ul>
      )}
    </>
  );
  return (
    <Panel title={t('title')}>
      {mayAdd ? <FileChooser take={take}>{list}</FileChooser> : list}
      {viewed !== null && (
        <Modal
          opened
          size="xl"
          title={viewed.attachment.name}
          closeButtonProps={{ 'aria-label': t('everywhere:close') }}
          onClose={() => setViewed(null)}
        >
          <div className={classes.view}>
            <Thumbnail file={viewed.attachment} isHere longest={1400} />
          </div>
        </Modal>
      )}
      {removed !== null && (
        <ReasonDialog
          title={t('remove.title', { name: removed.attachment.name })}
          explain={t('remove.explain')}
          label={t('remove.reason')}
          isNeeded
          draftKey={`file-remove:${removed.attachment.id}`}
          submitLabel={t('remove.submit')}
          send={(run, reason) =>
            run('attachment.remove', { id: ticket.id, attachmentId: removed.attachment.id, reason })
          }
          onClose={() => setRemoved(null)}
        />
      )}
    </Panel>
  );
}

interface FileLineProps {
  readonly file: TicketFile;
  onView(): void;
  onRemove(): void;
}

function FileLine({ file, onView, onRemove }: FileLineProps) {
  const { t } = useTranslation('files');
  const desk = useDesk();
  const stateOf = useFileState();
  const say = useFileFailure();
  const [failure, setFailure] = useState<FileFailure | null>(null);
  const [isUnsaved, setUnsaved] = useState(false);
  const { attachment, place } = file;
  const { name, size, type } = attachment;
  const isHere = place.held === size;
  const state = stateOf(file);
  const { role, id: me } = desk.me;
  const mayRemove = role === 'supervisor' || role === 'admin' || attachment.addedBy === me;
  const isStored = attachment.content === 'stored';

  const save = async () => {
    const bytes = await desk.files.bytes(attachment.sha256);
    if (bytes === undefined) return setUnsaved(true);
    setUnsaved(!(await platform.saveFile(name, bytes, type)).ok);
  };
  const fetch = async () => {
    const asked = await desk.files.fetch(attachment);
    setFailure(asked.ok ? null : asked.error);
  };
  const pin = async () => {
    const done = await desk.files.pin(attachment, !place.isPinned);
    setFailure(done.ok ? null : done.error);
  };
  const sign = <Thumbnail file={attachment} isHere={isHere} longest={96} />;
  return (
    <li className={classes.file}>
      {isHere && isPicture(type) ? (
        <button type="button" className={classes.sign} aria-label={t('view', { name })} onClick={onView}>
          {sign}
        </button>
      ) : (
        <span className={classes.sign}>{sign}</span>
      )}
      <div>
        <div className={classes.name} title={name}>
          {name}
        </div>
        <div className={classes.about}>
          {formatBytes(size)} · <span data-bad={state.isBad}>{state.text}</span> · {attachment.addedByName}
        </div>
        {(failure !== null || isUnsaved) && (
          <p className={panelClasses.failure} role="alert">
            {failure === null ? t('saveFailed') : say(failure)}
          </p>
        )}
      </div>
      <div>
        {isHere ? (
          <Action label={t('save', { name })} onPress={() => void save()} icon={IconDeviceFloppy} />
        ) : (
          isStored &&
          place.transfer === null && (
            <Action label={t('fetch', { name })} onPress={() => void fetch()} icon={IconCloudDownload} />
          )
        )}
        {isStored && (
          <Action
            label={t(place.isPinned ? 'unpin' : 'pin', { name })}
            onPress={() => void pin()}
            icon={place.isPinned ? IconPinnedOff : IconPin}
          />
        )}
        {mayRemove && <Action label={t('remove.open', { name })} onPress={onRemove} icon={IconTrash} />}
      </div>
    </li>
  );
}

interface ActionProps {
  readonly label: string;
  readonly icon: typeof IconPin;
  onPress(): void;
}

function Action({ label, icon: Icon, onPress }: ActionProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={label} onClick={onPress}>
      <Icon size={16} stroke={1.7} aria-hidden />
    </ActionIcon>
  );
}
