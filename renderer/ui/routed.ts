import { createContext, useContext } from 'react';

/** Tells which addresses this build has a screen for; provided by the app, which knows its routes. */
export const RoutedContext = createContext<(path: string) => boolean>(() => false);

/** True for addresses that lead somewhere in this build. */
export function useRouted(): (path: string) => boolean {
  return useContext(RoutedContext);
}
