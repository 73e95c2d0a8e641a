/** Numbers as people write them: 1,234.50 and 1.234,50, with or without a currency. */
import type { AnswerType } from './answer-type.ts';

export const INTEGER: AnswerType = {
  names: ['INTEGER', 'INT'],
  wanted: ['a whole number', 'um número inteiro'],
  read(text, { decimalComma }) {
    const number = readNumber(text, decimalComma);
    return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
  },
};

export const NUMBER: AnswerType = {
  names: ['NUMBER', 'FLOAT', 'DECIMAL', 'DOUBLE'],
  wanted: ['a number', 'um número'],
  read: (text, { decimalComma }) => readNumber(text, decimalComma),
};

export const MONEY: AnswerType = {
  names: ['MONEY', 'CURRENCY', 'AMOUNT'],
  wanted: ['an amount of money, like 49.90', 'um valor em dinheiro, como 49,90'],
  read(text, { decimalComma }) {
    const amount = text
      .replace(/^(-?)\s*(?:[A-Z]{0,3}\$|[€£¥₹]|[A-Z]{3})\s*/i, '$1')
      .replace(/\s*(?:[€£¥₹$]|[A-Z]{3}|reais|real|dollars?|euros?)$/i, '');
    const number = readNumber(amount, decimalComma);
    return number === undefined ? undefined : Math.round(number * 100) / 100;
  },
};

const YES = new Set('yes y true t 1 ok okay sure yep yeah sim s verdadeiro claro si sí on'.split(' '));
const NO = new Set('no n false f 0 nope nah não nao falso off'.split(' '));

export const BOOLEAN: AnswerType = {
  names: ['BOOLEAN', 'BOOL'],
  wanted: ['yes or no', 'sim ou não'],
  read(text) {
    const word = text.toLowerCase().replace(/[.!]+$/, '');
    return YES.has(word) ? true : NO.has(word) ? false : undefined;
  },
};

/**
 * With both marks the last one is the decimal; a mark that stands twice, or once before exactly three
 * digits in a language that parts thousands with it, parts thousands.
 */
export function readNumber(text: string, decimalComma: boolean): number | undefined {
  const plain = text.replace(/[\s\u00a0']/g, '');
  if (!/^[-+]?(\d[\d.,]*|[.,]\d+)$/.test(plain) || plain.length > 40) return undefined;
  const decimal = decimalMark(plain, decimalComma);
  const thousands = decimal === ',' ? '.' : ',';
  if (decimal !== undefined && plain.lastIndexOf(thousands) > plain.indexOf(decimal)) return undefined;
  const whole = (decimal === undefined ? plain : plain.slice(0, plain.indexOf(decimal))).replace(/^[-+]/, '');
  if (/[.,]/.test(whole) && !/^\d{1,3}([.,]\d{3})+$/.test(whole)) return undefined;
  const fraction = decimal === undefined ? '' : plain.slice(plain.indexOf(decimal) + 1);
  const number = Number(`${plain.startsWith('-') ? '-' : ''}${whole.replace(/[.,]/g, '') || '0'}.${fraction || '0'}`);
  // "-0" is nothing owed: the sign of a zero would not survive being written and read again.
  return Number.isFinite(number) ? number + 0 : undefined;
}

function decimalMark(text: string, decimalComma: boolean): '.' | ',' | undefined {
  const [lastDot, lastComma] = [text.lastIndexOf('.'), text.lastIndexOf(',')];
  if (lastDot >= 0 && lastComma >= 0) return lastDot > lastComma ? '.' : ',';
  const mark = lastDot >= 0 ? '.' : lastComma >= 0 ? ',' : undefined;
  if (mark === undefined || text.indexOf(mark) !== text.lastIndexOf(mark)) return undefined;
  const isThousands = (mark === ',') !== decimalComma && /^[-+]?\d{1,3}[.,]\d{3}$/.test(text);
  return isThousands ? undefined : mark;
}
