/** Every type of HEAR by each of its names. A word that is none of them asks for any text, as scripts expect. */
import type { AnswerType } from './answer-type.ts';
import { COLOR } from './colors.ts';
import { CNPJ, CPF, CREDIT_CARD } from './documents.ts';
import { PASSWORD, TEXT, UPLOADS } from './free.ts';
import { LANGUAGE } from './languages.ts';
import { DATE, HOUR } from './moments.ts';
import { EMAIL, LINK, MOBILE, NAME, UUID, ZIP } from './names.ts';
import { BOOLEAN, INTEGER, MONEY, NUMBER } from './numbers.ts';

export type { AnswerType, Reading } from './answer-type.ts';
export { TEXT } from './free.ts';

export const ANSWER_TYPES: readonly AnswerType[] = [
  TEXT,
  NAME,
  EMAIL,
  DATE,
  HOUR,
  INTEGER,
  NUMBER,
  MONEY,
  BOOLEAN,
  MOBILE,
  ZIP,
  CPF,
  CNPJ,
  LANGUAGE,
  COLOR,
  LINK,
  UUID,
  CREDIT_CARD,
  PASSWORD,
  ...UPLOADS,
];

const BY_NAME = new Map(ANSWER_TYPES.flatMap((type) => type.names.map((name) => [name, type] as const)));

export const answerType = (name: string): AnswerType => BY_NAME.get(name.toUpperCase()) ?? TEXT;
