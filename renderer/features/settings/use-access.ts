import { useDesk } from '../../data/react.ts';

interface SettingsAccess {
  /** May look at the settings at all. */
  readonly mayLook: boolean;
  /** May change packs, offices, and every office's days off. */
  readonly mayChange: boolean;
  /** May publish the days off of an office, or of the state (null). */
  mayPublishDays(opd: string | null): boolean;
}

/** What the signed-in person may do here: administrators everything, supervisors their own office's days off. */
export function useSettingsAccess(): SettingsAccess {
  const { me } = useDesk();
  const isAdmin = me.role === 'admin';
  const isSupervisor = me.role === 'supervisor';
  return {
    mayLook: isAdmin || isSupervisor,
    mayChange: isAdmin,
    mayPublishDays: (opd) => isAdmin || (isSupervisor && opd === me.opd),
  };
}
