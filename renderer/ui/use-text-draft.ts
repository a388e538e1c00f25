import { useEffect, useRef, useState } from 'react';
import { useDraft } from '../data/use-draft.ts';
import { mergeEarly, type Texts } from './draft-merge.ts';

interface TextDraft<F extends string> {
  readonly values: Texts<F>;
  setField(field: F, text: string): void;
  /** Forgets the draft: its content is kept elsewhere now, or was thrown away on purpose. */
  clear(): Promise<void>;
  /** True where the texts are on the device's disk, or on their way to it. */
  readonly kept: boolean;
}

/**
 * Texts being typed, kept as a draft under `key`. Keys pressed before the stored draft has been read are taken too: a
 * fast typist loses none.
 */
export function useTextDraft<F extends string>(key: string, initial: Texts<F>): TextDraft<F> {
  const draft = useDraft(key, initial);
  const first = useRef(initial);
  const [early, setEarly] = useState<Partial<Texts<F>> | null>(null);
  const { ready, value, set } = draft;
  useEffect(() => {
    if (!ready || early === null) return;
    set(mergeEarly(first.current, value, early));
    setEarly(null);
  }, [ready, early, value, set]);
  const values = early === null ? value : mergeEarly(first.current, value, early);
  return {
    values,
    setField(field, text) {
      if (ready && early === null) set({ ...value, [field]: text });
      else setEarly((now) => ({ ...now, [field]: text }) as Partial<Texts<F>>);
    },
    async clear() {
      setEarly(null);
      await draft.clear();
    },
    kept: draft.kept,
  };
}
