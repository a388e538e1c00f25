import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MutationArgs, MutationName } from '#shared/mutations/registry.ts';
import { useDesk } from '../../data/react.ts';
import { useFailureSentence } from '../refusal-text.tsx';

interface Act {
  /**
   * Applies the mutation; true once it is on the device's disk. A failure is told by `failure`, and nothing changed. A
   * second press while the first is being stored does nothing.
   */
  run<N extends MutationName>(name: N, args: MutationArgs<N>): Promise<boolean>;
  /** Why the last attempt was not kept, in words with the remedy. */
  readonly failure: string | null;
  forget(): void;
}

/** Runs mutations for one control, one at a time, and keeps the sentence of the last failure. */
export function useAct(): Act {
  const desk = useDesk();
  const sentence = useFailureSentence();
  const { t } = useTranslation('everywhere');
  const [failure, setFailure] = useState<string | null>(null);
  const isRunning = useRef(false);
  const run = async <N extends MutationName>(name: N, args: MutationArgs<N>): Promise<boolean> => {
    if (isRunning.current) return false;
    isRunning.current = true;
    try {
      const result = await desk.mutate(name, args);
      setFailure(result.ok ? null : sentence(result.error));
      return result.ok;
    } catch {
      setFailure(t('unexpected'));
      return false;
    } finally {
      isRunning.current = false;
    }
  };
  return { run, failure, forget: useCallback(() => setFailure(null), []) };
}
