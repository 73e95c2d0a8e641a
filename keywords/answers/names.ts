/** How people and things are addressed: e-mail, name, phone, post code, link, id. */
import { type AnswerType, digitsOf, matching } from './answer-type.ts';

export const EMAIL: AnswerType = {
  names: ['EMAIL', 'MAIL'],
  wanted: ['an e-mail address, like ana@example.org', 'um e-mail, como ana@example.org'],
  read: matching(/^(?=.{3,254}$)[^\s@<>"(),:;[\]\\]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u, (text) =>
    text.toLowerCase(),
  ),
};

export const NAME: AnswerType = {
  names: ['NAME'],
  wanted: ['a name', 'um nome'],
  read: matching(/^(?=.{2,100}$)\p{L}[\p{L}\p{M}'’.\- ]*$/u, (text) => text.replace(/\s+/g, ' ')),
};

export const MOBILE: AnswerType = {
  names: ['MOBILE', 'PHONE', 'TELEPHONE'],
  wanted: ['a phone number', 'um número de telefone'],
  read(text) {
    const digits = digitsOf(text);
    if (!/^\+?[\d\s().\-/]+$/.test(text) || digits.length < 8 || digits.length > 15) return undefined;
    return text.startsWith('+') ? `+${digits}` : digits;
  },
};

export const ZIP: AnswerType = {
  names: ['ZIPCODE', 'ZIP', 'CEP', 'POSTALCODE'],
  wanted: ['a post code', 'um CEP'],
  read(text) {
    const code = text.toUpperCase();
    if (/^\d{5}-?\d{3}$/.test(code)) return code.replace(/^(\d{5})-?(\d{3})$/, '$1-$2');
    return /^(?=.*\d)[A-Z\d][A-Z\d -]{2,9}$/.test(code) ? code : undefined;
  },
};

export const LINK: AnswerType = {
  names: ['URL', 'LINK'],
  wanted: ['a web address, like https://example.org', 'um endereço da web, como https://example.org'],
  read(text) {
    const address = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`;
    if (/\s/.test(address) || !URL.canParse(address)) return undefined;
    const { protocol, hostname, href } = new URL(address);
    const isHost = hostname.includes('.') || hostname === 'localhost' || hostname.startsWith('[');
    return /^https?:$/.test(protocol) && isHost ? href : undefined;
  },
};

export const UUID: AnswerType = {
  names: ['UUID', 'GUID'],
  wanted: ['an id, like 123e4567-e89b-12d3-a456-426614174000', 'um id, como 123e4567-e89b-12d3-a456-426614174000'],
  read(text) {
    const hex = text
      .toLowerCase()
      .replace(/^\{(.*)\}$/, '$1')
      .replaceAll('-', '');
    return /^[\da-f]{32}$/.test(hex) ? hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5') : undefined;
  },
};
