/** Answers without a shape of their own: text, secrets, and what the page uploads (its reference is the value). */
import type { AnswerType } from './answer-type.ts';

const asGiven = (text: string): string => text;
const file = (names: AnswerType['names'], en: string, pt: string): AnswerType => ({ names, wanted: [en, pt], read: asGiven });

export const TEXT: AnswerType = { names: ['TEXT', 'STRING'], wanted: ['text', 'um texto'], read: asGiven };

export const PASSWORD: AnswerType = {
  names: ['PASSWORD', 'PASS', 'SECRET'],
  wanted: ['a password', 'uma senha'],
  secret: true,
  read: asGiven,
};

export const UPLOADS: readonly AnswerType[] = [
  file(['FILE'], 'a file', 'um arquivo'),
  file(['IMAGE', 'PHOTO', 'PICTURE'], 'an image', 'uma imagem'),
  file(['AUDIO', 'VOICE', 'SOUND'], 'a recording', 'um áudio'),
  file(['VIDEO'], 'a video', 'um vídeo'),
  file(['DOCUMENT', 'DOC', 'PDF'], 'a document', 'um documento'),
  file(['QRCODE', 'QR'], 'a QR code', 'um código QR'),
];
