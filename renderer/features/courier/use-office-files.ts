import { useState } from 'react';
import { maxCourierBytes } from '#shared/sync/courier.ts';
import type { TakenFile } from '#shared/sync/courier-upload.ts';
import type { AtServerFailure } from '../../data/courier/contract.ts';
import { useDesk } from '../../data/react.ts';

/** Where a file of an office stands: on its way, being looked into, done, or not handed over. */
export type OfficeFile = {
  readonly key: number;
  readonly name: string;
} & (
  | { readonly step: 'sending'; readonly percent: number }
  | { readonly step: 'taking' }
  | { readonly step: 'failed'; readonly failure: AtServerFailure | 'unreadable'; readonly file: File }
  | { readonly step: 'done'; readonly id: string; readonly result: TakenFile; readonly file: File }
);

type Step = OfficeFile extends infer F ? (F extends unknown ? Omit<F, 'key' | 'name'> : never) : never;

/** Files of offices that were picked on this page, the newest first; they go up and are taken in one after the other. */
export function useOfficeFiles() {
  const { courier } = useDesk();
  const [files, setFiles] = useState<readonly OfficeFile[]>([]);
  const [isBusy, setIsBusy] = useState(false);

  const put = (key: number, name: string, step: Step) =>
    setFiles((before) =>
      before.some((file) => file.key === key)
        ? before.map((file) => (file.key === key ? ({ key, name, ...step } as OfficeFile) : file))
        : [{ key, name, ...step } as OfficeFile, ...before],
    );
  const take = async (key: number, file: File, id: string, passphrase: string | null): Promise<void> => {
    const { name } = file;
    put(key, name, { step: 'taking' });
    const taken = await courier.atServer.take(id, passphrase);
    put(
      key,
      name,
      taken.ok
        ? { step: 'done', id, result: taken.value, file }
        : { step: 'failed', failure: taken.error, file },
    );
  };
  const bring = async (key: number, file: File): Promise<void> => {
    const { name, size } = file;
    const fail = (failure: AtServerFailure | 'unreadable') =>
      put(key, name, { step: 'failed', failure, file });
    if (size > maxCourierBytes) return fail('too_large');
    put(key, name, { step: 'sending', percent: 0 });
    try {
      const onProgress = (sent: number) =>
        put(key, name, { step: 'sending', percent: Math.floor((sent * 100) / Math.max(1, size)) });
      const sent = await courier.atServer.send(file, onProgress);
      if (!sent.ok) return fail(sent.error);
      await take(key, file, sent.value, null);
    } catch {
      fail('unreadable');
    }
  };
  const alone = async (work: () => Promise<void>) => {
    setIsBusy(true);
    try {
      await work();
    } finally {
      setIsBusy(false);
    }
  };

  return {
    files,
    isBusy,
    pick: (picked: readonly File[]) =>
      alone(async () => {
        const first = files.length;
        for (const [at, file] of picked.entries()) await bring(first + at, file);
      }),
    again: (key: number, file: File) => alone(() => bring(key, file)),
    /** Tries a passphrase on a file that was sent up. */
    open: ({ key, file, id }: Extract<OfficeFile, { step: 'done' }>, passphrase: string) =>
      alone(() => take(key, file, id, passphrase)),
  };
}
