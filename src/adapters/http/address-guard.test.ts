import { expect, test } from 'vitest';
import { guardedAddress, isPublic } from './address-guard.ts';

const nobody = async () => {
  throw Object.assign(new Error('no'), { code: 'ENOTFOUND' });
};

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.1/',
  'http://0/',
  'http://10.0.0.7/',
  'http://172.16.0.1/',
  'http://192.168.1.1:8080/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://240.0.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001::1]/',
  'http://[fc00::1]/',
  'http://[fe80::1]/',
  'http://[ff02::1]/',
  'http://[2001:db8::1]/',
  'http://①②⑦.0.0.1/',
])('%s is refused without a look-up', async (address) => {
  expect(await guardedAddress(new URL(address), [], nobody)).toHaveProperty('refused');
});

test.each(['8.8.8.8', '2606:4700:4700::1111'])('%s is public', (address) => expect(isPublic(address)).toBe(true));

test('a name is what it resolves to; of several addresses only a public one is taken', async () => {
  const to = (...addresses: string[]) => guardedAddress(new URL('https://shop.example/'), [], async () => addresses);
  expect(await to('127.0.0.1')).toHaveProperty('refused');
  expect(await to('10.0.0.1', '8.8.8.8')).toEqual({ address: '8.8.8.8' });
  expect(await to()).toHaveProperty('unresolved');
  expect(await guardedAddress(new URL('https://shop.example/'), [], nobody)).toHaveProperty('unresolved');
});

test('a grant names a host, and the port where it wants only that one', async () => {
  const check = (url: string, granted: string[]) => guardedAddress(new URL(url), granted, async () => ['192.168.1.9']);
  expect(await check('http://erp.local:8080/x', ['ERP.local:8080'])).toEqual({ address: '192.168.1.9' });
  expect(await check('http://erp.local:8081/x', ['erp.local:8080'])).toHaveProperty('refused');
  expect(await check('http://erp.local:8081/x', ['erp.local'])).toEqual({ address: '192.168.1.9' });
  expect(await check('http://erp.local/x', ['erp.local:80'])).toEqual({ address: '192.168.1.9' });
  expect(await check('https://erp.local/x', ['erp.local:80'])).toHaveProperty('refused');
  expect(await check('http://[::1]:9/', ['[::1]:9'])).toEqual({ address: '::1' });
});
