/** A language by its code or its name in English, Portuguese or itself: answered as its ISO 639-1 code. */
import type { AnswerType } from './answer-type.ts';

const WORDS: readonly (readonly [code: string, names: string])[] = [
  ['en', 'english inglês ingles'],
  ['pt', 'portuguese português portugues'],
  ['es', 'spanish español espanol espanhol'],
  ['fr', 'french français francais francês frances'],
  ['de', 'german deutsch alemão alemao'],
  ['it', 'italian italiano'],
  ['nl', 'dutch nederlands holandês holandes'],
  ['ru', 'russian русский russo'],
  ['uk', 'ukrainian українська ucraniano'],
  ['pl', 'polish polski polonês polones'],
  ['sv', 'swedish svenska sueco'],
  ['da', 'danish dansk dinamarquês dinamarques'],
  ['no', 'norwegian norsk norueguês noruegues'],
  ['fi', 'finnish suomi finlandês finlandes'],
  ['el', 'greek ελληνικά grego'],
  ['tr', 'turkish türkçe turco'],
  ['ar', 'arabic العربية árabe arabe'],
  ['he', 'hebrew עברית hebraico'],
  ['hi', 'hindi हिन्दी'],
  ['zh', 'chinese 中文 chinês chines mandarin'],
  ['ja', 'japanese 日本語 japonês japones'],
  ['ko', 'korean 한국어 coreano'],
];
const CODES = new Map(WORDS.flatMap(([code, names]) => [code, ...names.split(' ')].map((word) => [word, code] as const)));

export const LANGUAGE: AnswerType = {
  names: ['LANGUAGE', 'LANG'],
  wanted: ['a language, like English or pt', 'um idioma, como português ou en'],
  read: (text) => CODES.get(text.toLowerCase()) ?? CODES.get(text.toLowerCase().replace(/[-_][a-z]{2,4}$/, '')),
};
