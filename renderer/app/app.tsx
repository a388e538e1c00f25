import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { RoutedContext } from '../ui/routed.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame/frame.tsx';
import { useHashPath } from './hash-location.ts';
import { NotFound } from './not-found.tsx';
import { isRouted, papers, screens } from './routes.tsx';

function Waiting() {
  const { t } = useTranslation('everywhere');
  return (
    <p aria-live="polite" style={{ padding: 16, margin: 0 }}>
      {t('loading')}
    </p>
  );
}

function Screens() {
  const [path] = useLocation();
  return (
    <Frame>
      <ErrorBoundary resetKey={path}>
        <Suspense fallback={<Waiting />}>
          <Switch>
            {screens.map(({ path: pattern, page: Page }) => (
              <Route key={pattern} path={pattern}>
                <Page />
              </Route>
            ))}
            <Route path="/">
              <Redirect to="/tiket" replace />
            </Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Frame>
  );
}

/** The signed-in app: papers by themselves, everything else within the frame. */
export function App() {
  return (
    <RoutedContext value={isRouted}>
      <Router hook={useHashPath}>
        <Switch>
          {papers.map(({ path, page: Page }) => (
            <Route key={path} path={path}>
              <ErrorBoundary resetKey={path}>
                <Suspense fallback={<Waiting />}>
                  <Page />
                </Suspense>
              </ErrorBoundary>
            </Route>
          ))}
          <Route>
            <Screens />
          </Route>
        </Switch>
      </Router>
    </RoutedContext>
  );
}
