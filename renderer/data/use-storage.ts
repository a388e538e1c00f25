import { useSyncExternalStore } from 'react';
import type { StorageStatus } from './contract.ts';
import { useDesk } from './react.ts';

/** How safe what is typed lies on this device. */
export function useStorageStatus(): StorageStatus {
  const { storage } = useDesk();
  return useSyncExternalStore(storage.subscribe, storage.status);
}
