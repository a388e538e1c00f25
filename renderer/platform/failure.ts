import type { IpcErrorCode } from '#shared/ipc/contract.ts';

/** Why the platform could not do something; the codes of the bridge, and two of its own. */
export type PlatformFailure = IpcErrorCode | 'answer_not_valid' | 'not_available_here';
