import { expect, test } from 'vitest';
import { createApprovalLinks } from './approval-links.ts';

const links = createApprovalLinks(new Uint8Array(32).fill(1));
const LINK = { approval: 'run:0.1/2.1', who: 'ana@example.org', expires: 1_000 };

test('a link says whom it was made for until it expires', () => {
  const token = links.sign(LINK);
  expect(links.read(token, 999)).toEqual(LINK);
  expect(links.read(token, 1_000)).toBe('expired');
  expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
});

test('an altered one says nothing', () => {
  const token = links.sign(LINK);
  const [body = '', seal = ''] = token.split('.');
  const other = Buffer.from(JSON.stringify([LINK.approval, 'eve@example.org', 1_000])).toString('base64url');
  for (const each of [`${other}.${seal}`, `${body}.${seal.slice(0, -2)}AA`, `${body}.`, body, '', `${token}.x`, '.'])
    expect(links.read(each, 0)).toBe('altered');
});

test('another key is another house', () => {
  expect(createApprovalLinks(new Uint8Array(32).fill(2)).read(links.sign(LINK), 0)).toBe('altered');
});
