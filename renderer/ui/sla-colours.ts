import type { SlaTone } from './sla-tone.ts';

export interface ToneColours {
  readonly text: string;
  readonly back: string;
  readonly edge: string;
}

/**
 * Blue, amber, solid dark red, grey: told apart with red-green and blue-yellow blindness, and in grey print by their
 * lightness (only "late" is dark). Text on its ground has a contrast of at least 4.5:1; a test measures it.
 */
export const slaColours: Readonly<Record<'light' | 'dark', Readonly<Record<SlaTone, ToneColours>>>> = {
  light: {
    calm: { text: '#0d4a8f', back: '#e3eefb', edge: '#a8c7ec' },
    near: { text: '#6b3f00', back: '#ffe9bd', edge: '#d99a2b' },
    late: { text: '#ffffff', back: '#a3142f', edge: '#7d0f24' },
    rest: { text: '#464f5a', back: '#eceff2', edge: '#cbd2d9' },
  },
  dark: {
    calm: { text: '#b9d7fb', back: '#16324f', edge: '#2f5c8c' },
    near: { text: '#ffdf9e', back: '#4a3505', edge: '#8f6a18' },
    late: { text: '#5c0012', back: '#ffa3ad', edge: '#ffc4ca' },
    rest: { text: '#c6ced7', back: '#2b323b', edge: '#48525e' },
  },
};
