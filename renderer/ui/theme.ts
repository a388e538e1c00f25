import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { slaColours } from './sla-colours.ts';

const blue: MantineColorsTuple = [
  '#eaf2fb',
  '#d3e2f4',
  '#a6c4e8',
  '#76a4dc',
  '#4f89d2',
  '#3678cb',
  '#1f62b5',
  '#17519a',
  '#12437f',
  '#0b3364',
];

/** Calm and dense: one family, small radius, nothing that moves. */
export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 6 },
  colors: { blue },
  fontFamily: "'Inter Variable', 'Segoe UI', system-ui, sans-serif",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '19px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } },
  },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    NativeSelect: { styles: { input: { textOverflow: 'ellipsis' } } },
    Select: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, transitionProps: { duration: 0 } } },
    Modal: {
      styles: { title: { fontSize: '16px', fontWeight: 650 } },
      defaultProps: {
        transitionProps: { duration: 0 },
        centered: true,
        overlayProps: { backgroundOpacity: 0.35 },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 0 } } },
    Popover: { defaultProps: { transitionProps: { duration: 0 } } },
  },
});

function variables(scheme: 'light' | 'dark'): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [tone, colours] of Object.entries(slaColours[scheme])) {
    result[`--sla-${tone}-text`] = colours.text;
    result[`--sla-${tone}-back`] = colours.back;
    result[`--sla-${tone}-edge`] = colours.edge;
  }
  return result;
}

/** The SLA scale as CSS variables, and greys dark enough to read small text by. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...variables('light'),
    '--mantine-color-dimmed': '#55606e',
    '--mantine-color-placeholder': '#667080',
    '--mantine-color-error': '#b3142b',
    '--line': '#d9dee5',
    '--ground': '#f4f6f8',
    '--rail': '#17324f',
    '--rail-text': '#d7e3f0',
    '--row-hover': '#f0f5fb',
    '--row-current': '#dfeaf7',
  },
  dark: {
    ...variables('dark'),
    '--mantine-color-dimmed': '#a9b3bf',
    '--mantine-color-placeholder': '#98a3b0',
    '--mantine-color-error': '#ff9aa5',
    '--mantine-color-body': '#1a1e24',
    '--line': '#3a424d',
    '--ground': '#14171c',
    '--rail': '#10161d',
    '--rail-text': '#d7e3f0',
    '--row-hover': '#232a33',
    '--row-current': '#263a52',
  },
});
