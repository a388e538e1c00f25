import { useCallback, useEffect, useState } from 'react';
import type { CourierState } from '../../data/courier/contract.ts';
import { useDesk, useSyncStatus } from '../../data/react.ts';

/**
 * How exchange by file stands, read again whenever work is added or confirmed; null until the first answer. While the
 * device has a line but has not given its key, it is given.
 */
export function useCourierState(): { readonly state: CourierState | null; refresh(): Promise<void> } {
  const { courier } = useDesk();
  const { pending, online } = useSyncStatus();
  const [state, setState] = useState<CourierState | null>(null);
  const refresh = useCallback(async () => setState(await courier.state()), [courier]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits is part of the state.
  useEffect(() => void refresh().catch(() => undefined), [refresh, pending]);
  const isToRegister = online && state?.readiness === 'not_registered';
  useEffect(() => {
    if (!isToRegister) return;
    void courier
      .register()
      .then(refresh)
      .catch(() => undefined);
  }, [courier, isToRegister, refresh]);
  return { state, refresh };
}
