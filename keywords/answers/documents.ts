/** Numbers that carry their own proof: CPF and CNPJ of Brazil, and payment cards. */
import { type AnswerType, digitsOf } from './answer-type.ts';

export const CPF: AnswerType = {
  names: ['CPF'],
  wanted: ['a CPF with its 11 digits', 'um CPF com seus 11 dígitos'],
  read(text) {
    const digits = digitsOf(text);
    if (!/^[\d.\-\s]+$/.test(text) || digits.length !== 11 || isOneDigit(digits)) return undefined;
    if (!endsWithChecks(digits, 9, (_, fromEnd) => fromEnd + 2)) return undefined;
    return digits.replace(/(...)(...)(...)(..)/, '$1.$2.$3-$4');
  },
};

/** Since July 2026 the first twelve places may also be letters; a letter counts as its code minus 48. */
export const CNPJ: AnswerType = {
  names: ['CNPJ'],
  wanted: ['a CNPJ with its 14 places', 'um CNPJ com suas 14 posições'],
  read(text) {
    const places = text.toUpperCase().replace(/[.\-/\s]/g, '');
    if (!/^[0-9A-Z]{12}\d{2}$/.test(places) || isOneDigit(places)) return undefined;
    if (!endsWithChecks(places, 12, (_, fromEnd) => (fromEnd % 8) + 2)) return undefined;
    return places.replace(/(..)(...)(...)(....)(..)/, '$1.$2.$3/$4-$5');
  },
};

export const CREDIT_CARD: AnswerType = {
  names: ['CREDITCARD', 'CARD'],
  wanted: ['a card number', 'um número de cartão'],
  secret: true,
  read(text) {
    const digits = digitsOf(text);
    return /^[\d\s-]+$/.test(text) && digits.length >= 12 && digits.length <= 19 && !isOneDigit(digits) && isLuhn(digits)
      ? digits
      : undefined;
  },
};

/** Two check digits, each 11 minus the weighted sum modulo 11 of all before it; 10 and 11 count as 0. */
function endsWithChecks(places: string, first: number, weightOf: (index: number, fromEnd: number) => number): boolean {
  for (const length of [first, first + 1]) {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (places.charCodeAt(i) - 48) * weightOf(i, length - 1 - i);
    const rest = sum % 11;
    if (places.charCodeAt(length) - 48 !== (rest < 2 ? 0 : 11 - rest)) return false;
  }
  return true;
}

/** ISO/IEC 7812: from the right every second digit is doubled; the digit sum ends in 0. */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const doubled = i % 2 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** 111.111.111-11 satisfies the sum and is nobody's. */
const isOneDigit = (digits: string): boolean => /^(.)\1*$/.test(digits);
