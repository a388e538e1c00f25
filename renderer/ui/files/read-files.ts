import { maxFileBytes, plainFileName, typeOfName } from '#shared/files/attachment.ts';
import type { FileBox, FileFailure } from '../../data/files/contract.ts';
import { cleanPicture, isPicture } from './picture.ts';

export interface ReadFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface FileTrouble {
  readonly name: string;
  readonly failure: FileFailure;
}

/** Reads what a person chose, and cleans pictures; what cannot be attached is told with its name. */
export async function readFiles(
  chosen: readonly File[],
  box: Pick<FileBox, 'check'>,
  isScaledDown: boolean,
): Promise<{ readonly files: readonly ReadFile[]; readonly troubles: readonly FileTrouble[] }> {
  const files: ReadFile[] = [];
  const troubles: FileTrouble[] = [];
  for (const file of chosen) {
    const name = plainFileName(file.name);
    const type = typeOfName(name);
    const refuse = (cause: 'type' | 'too_large' | 'empty') =>
      troubles.push({ name, failure: { kind: 'file', cause } });
    if (type === undefined) refuse('type');
    // A photo may be larger than the limit before it is scaled down, but not so large that reading it hangs the window.
    else if (file.size > maxFileBytes * (isPicture(type) ? 3 : 1)) refuse('too_large');
    else if (file.size === 0) refuse('empty');
    else {
      const bytes = isPicture(type)
        ? await cleanPicture(file, type, isScaledDown)
        : new Uint8Array(await file.arrayBuffer());
      const failure =
        bytes === null ? ({ kind: 'file', cause: 'type' } as const) : box.check({ name, bytes });
      if (bytes === null || failure !== null)
        troubles.push({ name, failure: failure ?? { kind: 'file', cause: 'type' } });
      else files.push({ name, bytes });
    }
  }
  return { files, troubles };
}
