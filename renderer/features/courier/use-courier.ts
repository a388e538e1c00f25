import { useCallback, useEffect, useState } from 'react';
import type { CourierState } from '../../data/courier/contract.ts';
import { useDesk, useSyncStatus } from '../../data/react.ts';

/** How exchange by file stands, read again whenever work is added or confirmed; null until the first answer. */
export function useCourierState(): { readonly state: CourierState | null; refresh(): Promise<void> } {
  const { courier } = useDesk();
  const { pending } = useSyncStatus();
  const [state, setState] = useState<CourierState | null>(null);
  const refresh = useCallback(async () => setState(await courier.state()), [courier]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits is part of the state.
  useEffect(() => void refresh().catch(() => undefined), [refresh, pending]);
  return { state, refresh };
}
