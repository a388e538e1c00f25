import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

type Page = LazyExoticComponent<ComponentType>;
type PageModule = { readonly default: ComponentType };

/** Pages that live beside this part and come with their own files: a page whose file is absent is not routed. */
const pages = import.meta.glob<PageModule>([
  '../features/forms/*-page.tsx',
  '../features/recap/recap-page.tsx',
  '../print/print-page.tsx',
]);

export interface AppRoute {
  readonly path: string;
  readonly page: Page;
}

function when(path: string, file: string): readonly AppRoute[] {
  const load = pages[file];
  return load === undefined ? [] : [{ path, page: lazy(load) }];
}

/** Screens shown within the frame, first match wins; each is loaded on demand. */
export const screens: readonly AppRoute[] = [
  { path: '/tiket', page: lazy(() => import('./tickets-screen.tsx')) },
  ...when('/tiket/:id/frm-002', '../features/forms/frm-002-page.tsx'),
  ...when('/tiket/:id/eskalasi', '../features/forms/frm-006-page.tsx'),
  { path: '/tiket/:id', page: lazy(() => import('./ticket-screen.tsx')) },
  { path: '/tugas', page: lazy(() => import('../features/tasks/tasks-page.tsx')) },
  { path: '/tinjau', page: lazy(() => import('../features/review/review-page.tsx')) },
  ...when('/tinjau/:id/formulir', '../features/forms/review-form-page.tsx'),
  { path: '/formulir', page: lazy(() => import('./forms-screen.tsx')) },
  ...when('/formulir/frm-001', '../features/forms/frm-001-page.tsx'),
  ...when('/formulir/frm-002', '../features/forms/frm-002-page.tsx'),
  ...when('/rekap', '../features/recap/recap-page.tsx'),
  { path: '/kurir', page: lazy(() => import('../features/courier/courier-page.tsx')) },
  { path: '/kurir/server', page: lazy(() => import('../features/courier/server-page.tsx')) },
  { path: '/pengaturan', page: lazy(() => import('../features/settings/policies-page.tsx')) },
  { path: '/pengaturan/aturan', page: lazy(() => import('../features/settings/policies-page.tsx')) },
  { path: '/pengaturan/aturan/:name', page: lazy(() => import('../features/settings/policy-page.tsx')) },
  {
    path: '/pengaturan/aturan/:name/ubah',
    page: lazy(() => import('../features/settings/policy-editor-page.tsx')),
  },
  {
    path: '/pengaturan/aturan/:name/nilai-ulang',
    page: lazy(() => import('../features/settings/rejudge-page.tsx')),
  },
  { path: '/pengaturan/kalender', page: lazy(() => import('../features/settings/calendars-page.tsx')) },
  { path: '/pengaturan/kantor', page: lazy(() => import('../features/settings/offices-page.tsx')) },
];

/** Pages without a frame: what goes on paper. */
export const papers: readonly AppRoute[] = when('/cetak/*', '../print/print-page.tsx');

/** True where the address belongs to a screen of this build. */
export function isRouted(path: string): boolean {
  return [...screens, ...papers].some((route) => route.path === path || route.path === `${path}/*`);
}
