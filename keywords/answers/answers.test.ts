import { describe, expect, test } from 'vitest';
import { answerType } from './index.ts';

const NOW = Date.UTC(2026, 10, 21, 14, 5);
const read = (type: string, text: string, decimalComma = false) => answerType(type).read(text, { now: NOW, decimalComma });

/** Type, then what is said and what it becomes; undefined: asked again. */
const TABLE: Readonly<Record<string, readonly (readonly [said: string, value: unknown])[]>> = {
  EMAIL: [
    ['Ana.B@Example.ORG', 'ana.b@example.org'],
    ['ana@exämple.org', 'ana@exämple.org'],
    ['ana@localhost', undefined],
    ['ana@@example.org', undefined],
    ['ana example.org', undefined],
    [`${'a'.repeat(65)}@example.org`, undefined],
  ],
  NAME: [
    ["Anna  d'Ávila-Souza", "Anna d'Ávila-Souza"],
    ['X', undefined],
    ['12', undefined],
  ],
  DATE: [
    ['2026-11-30', '2026-11-30'],
    ['30/11/2026', '2026-11-30'],
    ['today', '2026-11-21'],
    ['Amanhã', '2026-11-22'],
    ['ontem', '2026-11-20'],
    ['Tomorrow', '2026-11-22'],
    ['25 de dezembro de 2026', '2026-12-25'],
    ['December 25, 2026', '2026-12-25'],
    ['31/02/2026', undefined],
    ['soon', undefined],
  ],
  HOUR: [
    ['14:30', '14:30'],
    ['9h30', '09:30'],
    ['2 pm', '14:00'],
    ['14', '14:00'],
    ['meio-dia', '12:00'],
    ['25:00', undefined],
    ['late', undefined],
  ],
  INTEGER: [
    ['42', 42],
    ['-7', -7],
    ['1,234', 1234],
    ['3.5', undefined],
    ['many', undefined],
  ],
  NUMBER: [
    ['3.5', 3.5],
    ['1,234.50', 1234.5],
    ['1.234,50', 1234.5],
    ['12,5', 12.5],
    ['1,234,567', 1234567],
    ['1,23,4', undefined],
    ['1.2.3', undefined],
    ['0x10', undefined],
    ['1e3', undefined],
  ],
  MONEY: [
    ['R$ 1.234,50', 1234.5],
    ['$49.90', 49.9],
    ['49,90 €', 49.9],
    ['USD 10', 10],
    ['free', undefined],
  ],
  BOOLEAN: [
    ['Yes', true],
    ['sim', true],
    ['não', false],
    ['N', false],
    ['maybe', undefined],
  ],
  MOBILE: [
    ['+55 (11) 98765-4321', '+5511987654321'],
    ['11 98765 4321', '11987654321'],
    ['12345', undefined],
    ['call me', undefined],
  ],
  ZIPCODE: [
    ['01310100', '01310-100'],
    ['sw1a 1aa', 'SW1A 1AA'],
    ['none', undefined],
  ],
  CPF: [
    ['52998224725', '529.982.247-25'],
    ['529.982.247-25', '529.982.247-25'],
    ['529.982.247-26', undefined],
    ['11111111111', undefined],
  ],
  CNPJ: [
    ['11.222.333/0001-81', '11.222.333/0001-81'],
    ['12abc34501de35', '12.ABC.345/01DE-35'],
    ['11.222.333/0001-82', undefined],
    ['00000000000000', undefined],
  ],
  CREDITCARD: [
    ['4111 1111 1111 1111', '4111111111111111'],
    ['4111 1111 1111 1112', undefined],
  ],
  LANGUAGE: [
    ['Português', 'pt'],
    ['en-US', 'en'],
    ['klingon', undefined],
  ],
  COLOR: [
    ['Azul', '#0000FF'],
    ['#1e90ff', '#1E90FF'],
    ['abc', '#AABBCC'],
    ['rgb(1, 2, 3)', '#010203'],
    ['rgb(1, 2, 300)', undefined],
    ['constructor', undefined],
  ],
  URL: [
    ['example.org/a b', undefined],
    ['example.org/a', 'https://example.org/a'],
    ['http://localhost:3000', 'http://localhost:3000/'],
    ['ftp://example.org', undefined],
    ['hello', undefined],
  ],
  UUID: [
    ['{123E4567E89B12D3A456426614174000}', '123e4567-e89b-12d3-a456-426614174000'],
    ['123', undefined],
  ],
  SOMETHING: [['anything at all', 'anything at all']],
};

describe.each(Object.entries(TABLE))('HEAR AS %s', (type, rows) => {
  test.each(rows)('%s → %s', (said, value) => expect(read(type, said)).toEqual(value));
});

test('in Portuguese a point parts thousands', () => {
  expect([read('MONEY', '1.234', true), read('NUMBER', '1.234', false), read('NUMBER', '1,234', true)]).toEqual([1234, 1.234, 1.234]);
});
