import { expect, test } from 'vitest';
import { modelServer } from './model-server.ts';
import { hostServer } from './models.ts';

const HOST = { url: 'https://host.example/v1', key: 'host-key', model: 'm' };

test.each([
  ['http://localhost:8081', 'http://localhost:8081/v1'],
  ['http://localhost:1234/v1/', 'http://localhost:1234/v1'],
  ['https://x.example/v1/chat/completions', 'https://x.example/v1'],
  ['https://x.example/openai/deployments/a', 'https://x.example/openai/deployments/a'],
])('llm-url %s means %s', (written, url) => expect(modelServer({ 'llm-url': written }, undefined)?.url).toBe(url));

test('the key of the host never goes to the server of a package', () => {
  expect(modelServer({ 'llm-url': 'https://mine.example' }, HOST)).toEqual({
    url: 'https://mine.example/v1',
    key: undefined,
    isHosts: false,
  });
});

test('a package may bring its own key to the server of the host', () => {
  expect(modelServer({ 'llm-key': 'mine' }, HOST)).toMatchObject({ url: HOST.url, key: 'mine' });
  expect(modelServer({ 'llm-key': 'mine' }, undefined)).toMatchObject({ url: 'https://api.openai.com/v1', key: 'mine' });
});

test('without anything there is no server', () => {
  expect(modelServer({}, undefined)).toBeUndefined();
  expect(hostServer({})).toBeUndefined();
  expect(hostServer({ OPENAI_API_KEY: 'k' })).toEqual({ url: 'https://api.openai.com/v1', key: 'k' });
});
