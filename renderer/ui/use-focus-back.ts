import { useEffect, useState } from 'react';

/** Gives the keyboard back to what had it before a dialog was shown, once the dialog is gone. */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    [opener],
  );
}
