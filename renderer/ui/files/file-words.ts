import { useTranslation } from 'react-i18next';
import type { FileFailure, TicketFile } from '../../data/files/contract.ts';
import { currentLanguage } from '../../i18n/i18n.ts';
import { formatNumber } from '../number-format.ts';
import { useFailureSentence } from '../refusal-text.tsx';

/** `840 KB`, `1,2 MB`: in units of 1,000 bytes, as file managers show them. */
export function formatBytes(bytes: number): string {
  const language = currentLanguage();
  if (bytes < 1_000) return `${formatNumber(bytes, language)} B`;
  if (bytes < 1_000_000) return `${formatNumber(Math.round(bytes / 1_000), language)} KB`;
  return `${formatNumber(bytes / 1_000_000, language)} MB`;
}

/** Sentences about files that could not be taken. */
export function useFileFailure(): (failure: FileFailure) => string {
  const { t } = useTranslation('files');
  const sentence = useFailureSentence();
  return (failure) => (failure.kind === 'file' ? t(`failure.${failure.cause}`) : sentence(failure));
}

const known = ['type', 'macro', 'bomb', 'damaged', 'infected', 'lost'] as const;

/** Where a file's bytes are, in words. */
export function useFileState(): (file: TicketFile) => { readonly text: string; readonly isBad: boolean } {
  const { t } = useTranslation('files');
  return ({ attachment, place }) => {
    const { size, content } = attachment;
    const problem = attachment.problem ?? place.problem;
    const reason = known.find((one) => one === problem);
    if (problem !== null) return { text: t(`problem.${reason ?? 'type'}`), isBad: true };
    const { transfer } = place;
    const isHere = place.held === size;
    if (transfer !== null) {
      const percent = Math.floor((transfer.done / size) * 100);
      if (transfer.direction === 'down') return { text: t('state.downloading', { percent }), isBad: false };
      return {
        text: transfer.done === 0 ? t('state.kept') : t('state.uploading', { percent }),
        isBad: false,
      };
    }
    if (content === 'waiting') return { text: t(isHere ? 'state.kept' : 'state.awaited'), isBad: false };
    if (!isHere) return { text: t('state.away'), isBad: false };
    return { text: t(place.isPinned ? 'state.pinned' : 'state.sent'), isBad: false };
  };
}
