/** A colour by name, #rgb, #rrggbb or rgb(): answered as #RRGGBB. */
import type { AnswerType } from './answer-type.ts';

const NAMED: Readonly<Record<string, string>> = {
  black: '#000000',
  preto: '#000000',
  white: '#FFFFFF',
  branco: '#FFFFFF',
  red: '#FF0000',
  vermelho: '#FF0000',
  green: '#008000',
  verde: '#008000',
  blue: '#0000FF',
  azul: '#0000FF',
  yellow: '#FFFF00',
  amarelo: '#FFFF00',
  orange: '#FFA500',
  laranja: '#FFA500',
  purple: '#800080',
  roxo: '#800080',
  violet: '#EE82EE',
  violeta: '#EE82EE',
  pink: '#FFC0CB',
  rosa: '#FFC0CB',
  brown: '#A52A2A',
  marrom: '#A52A2A',
  gray: '#808080',
  grey: '#808080',
  cinza: '#808080',
  cyan: '#00FFFF',
  ciano: '#00FFFF',
  magenta: '#FF00FF',
  lime: '#00FF00',
  navy: '#000080',
  teal: '#008080',
  maroon: '#800000',
  olive: '#808000',
  silver: '#C0C0C0',
  prata: '#C0C0C0',
  gold: '#FFD700',
  dourado: '#FFD700',
  beige: '#F5F5DC',
  bege: '#F5F5DC',
};

export const COLOR: AnswerType = {
  names: ['COLOR', 'COLOUR'],
  wanted: ['a colour, like blue or #1E90FF', 'uma cor, como azul ou #1E90FF'],
  read(text) {
    const word = text.toLowerCase();
    if (Object.hasOwn(NAMED, word)) return NAMED[word];
    const hex = /^#?([\da-f]{6}|[\da-f]{3})$/.exec(word)?.[1];
    if (hex) return `#${(hex.length === 3 ? hex.replace(/./g, '$&$&') : hex).toUpperCase()}`;
    const parts = /^rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)$/.exec(word)?.slice(1).map(Number);
    return parts?.every((part) => part <= 255)
      ? `#${parts
          .map((part) => part.toString(16).padStart(2, '0'))
          .join('')
          .toUpperCase()}`
      : undefined;
  },
};
