import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import classes from './frame.module.css';
import { KeysHelp } from './keys-help.tsx';
import { Rail } from './rail.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { StatusBar } from './status-bar.tsx';
import { StorageNotice } from './storage-notice.tsx';
import { useFrameKeys } from './use-frame-keys.ts';

/** Rail, middle and status bar; only the middle scrolls. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('shell');
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  useFrameKeys();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the keyboard starts afresh on another screen
  useEffect(() => {
    const focused = document.activeElement;
    const isLost = focused === null || focused === document.body || !document.contains(focused);
    if (isLost) main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        {t('skip')}
      </button>
      <StorageNotice />
      <Rail />
      <main ref={main} className={classes.middle} tabIndex={-1}>
        {children}
      </main>
      <StatusBar />
      <KeysHelp />
      <SignOutDialog />
    </div>
  );
}
