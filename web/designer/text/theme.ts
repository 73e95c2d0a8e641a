/** The editor in the colours of our pages, light and dark; each word's colour has contrast enough to be read. */
import { LANGUAGE } from './language.ts';
import type { Monaco } from './load-monaco.ts';

interface Palette {
  readonly base: 'vs' | 'vs-dark';
  readonly ground: string;
  readonly raised: string;
  readonly ink: string;
  readonly soft: string;
  readonly accent: string;
  readonly line: string;
  readonly string: string;
  readonly number: string;
  readonly name: string;
  readonly function: string;
}
const LIGHT: Palette = {
  base: 'vs',
  ground: '#ffffff',
  raised: '#faf9f6',
  ink: '#20262b',
  soft: '#596169',
  accent: '#17636b',
  line: '#e2dfd8',
  string: '#7a4a12',
  number: '#7b2d5c',
  name: '#28408c',
  function: '#5b3a94',
};
const DARK: Palette = {
  base: 'vs-dark',
  ground: '#1d2125',
  raised: '#14171a',
  ink: '#e9e6e0',
  soft: '#a4abb2',
  accent: '#7cc7cd',
  line: '#2e3439',
  string: '#e0b27c',
  number: '#e3a3c8',
  name: '#a9bcf2',
  function: '#c9b3f0',
};

const dark = () => matchMedia('(prefers-color-scheme: dark)');

/** Follows the system from now on. Answers how to stop. */
export function useTheme({ editor }: Monaco): () => void {
  editor.defineTheme(`${LANGUAGE}-light`, themeOf(LIGHT));
  editor.defineTheme(`${LANGUAGE}-dark`, themeOf(DARK));
  const media = dark();
  const set = () => editor.setTheme(`${LANGUAGE}-${media.matches ? 'dark' : 'light'}`);
  set();
  media.addEventListener('change', set);
  return () => media.removeEventListener('change', set);
}

function themeOf(p: Palette): Parameters<Monaco['editor']['defineTheme']>[1] {
  const bare = (colour: string) => colour.slice(1);
  const rule = (token: string, colour: string, fontStyle = '') => ({ token, foreground: bare(colour), fontStyle });
  return {
    base: p.base,
    // Both themes number their colours alike then, so that what stands coloured already is right in the other one too.
    inherit: false,
    rules: [
      rule('', p.ink),
      rule('identifier', p.ink),
      rule('keyword', p.accent, 'bold'),
      rule('comment', p.soft, 'italic'),
      rule('string', p.string),
      rule('number', p.number),
      rule('variable', p.ink),
      rule('parameter', p.name),
      rule('property', p.name),
      rule('function', p.function),
      rule('method', p.function),
      rule('label', p.number),
      rule('class', p.name),
      rule('event', p.name),
    ],
    colors: {
      'editor.background': p.ground,
      'editor.foreground': p.ink,
      'editorLineNumber.foreground': p.soft,
      'editorLineNumber.activeForeground': p.ink,
      'editorLineNumber.dimmedForeground': p.soft,
      'editorCodeLens.foreground': p.soft,
      'editorCursor.foreground': p.accent,
      'editorIndentGuide.background1': p.line,
      'editorWidget.background': p.raised,
      'editorWidget.foreground': p.ink,
      'editorWidget.border': p.soft,
      'editorHoverWidget.background': p.raised,
      'editorSuggestWidget.background': p.raised,
      'editorSuggestWidget.foreground': p.ink,
      'editorSuggestWidget.selectedBackground': p.accent,
      'editorSuggestWidget.selectedForeground': p.ground,
      'editorSuggestWidget.highlightForeground': p.accent,
      'editorSuggestWidget.focusHighlightForeground': p.ground,
      'list.focusHighlightForeground': p.ground,
      focusBorder: p.accent,
    },
  };
}
