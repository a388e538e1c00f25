import { useEffect, useMemo, useState } from 'react';
import type { z } from 'zod';
import { useDesk } from '../../data/react.ts';
import { useDraft } from '../../data/use-draft.ts';

interface StoredDraft<T> {
  /** Null where nothing is stored, or what is stored cannot be read by this version. */
  readonly value: T | null;
  readonly ready: boolean;
  set(value: T): void;
  clear(): Promise<void>;
}

/** A draft of the settings, checked when it is read back: an older app may have written it. */
export function useStoredDraft<T>(key: string, schema: z.ZodType<T>): StoredDraft<T> {
  const draft = useDraft<unknown>(key, null);
  const value = useMemo(() => {
    const read = schema.safeParse(draft.value);
    return read.success ? read.data : null;
  }, [schema, draft.value]);
  return { value, ready: draft.ready, set: draft.set, clear: draft.clear };
}

/** What follows the prefix in the keys of the stored drafts; null until they have been looked for. */
export function useDraftNames(prefix: string): readonly string[] | null {
  const { drafts } = useDesk();
  const [names, setNames] = useState<readonly string[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    drafts.list().then(
      (stored) => {
        if (!isCurrent) return;
        const own = stored.filter(({ key }) => key.startsWith(prefix));
        setNames(own.map(({ key }) => key.slice(prefix.length)));
      },
      () => isCurrent && setNames([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [drafts, prefix]);
  return names;
}
