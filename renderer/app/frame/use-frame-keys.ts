import { useLocation } from 'wouter';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { paths } from '../../ui/paths.ts';
import { useRouted } from '../../ui/routed.ts';
import { useFrameState } from './frame-state.ts';

/** Shortcuts that work on every screen. A screen with a search field of its own binds `/` over this one. */
export function useFrameKeys(): void {
  const [, go] = useLocation();
  const isRouted = useRouted();
  const showHelp = useFrameState((state) => state.showHelp);
  const visit = (path: string) => () => {
    if (isRouted(path)) go(path);
  };
  useKeys([
    ['c', visit(paths.newTicket)],
    ['f', visit(paths.newReport)],
    ['/', () => go(`${paths.tickets}?cari`)],
    ['g t', visit(paths.tickets)],
    ['g s', visit(paths.tasks)],
    ['g r', visit(paths.recap)],
    ['g v', visit(paths.review)],
    ['?', () => showHelp(true)],
  ]);
}
