import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import './app/base.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { rememberedLanguage } from './app/language.ts';
import { securePage, styleNonce } from './app/page-security.ts';
import { ServerGate } from './app/session/server-gate.tsx';
import { startTranslations } from './i18n/i18n.ts';
import { keepAppOnDevice } from './offline/register.ts';
import { platform } from './platform/platform.ts';
import { cssVariables, theme } from './ui/theme.ts';

securePage();
const language = rememberedLanguage();
document.documentElement.lang = language;
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root.');
await startTranslations(language);
const origin = await platform.serverOrigin();
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="light"
      getStyleNonce={styleNonce}
    >
      <ServerGate serverOrigin={origin.ok ? origin.value : null} />
    </MantineProvider>
  </StrictMode>,
);
if (platform.kind === 'browser') void keepAppOnDevice();
