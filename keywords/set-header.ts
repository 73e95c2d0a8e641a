/** SET HEADER: a header for the HTTP calls that follow in this conversation. A key from config.csv stays closed. */
import { defineKeyword, text, value } from '../src/spec/index.ts';
import { faulted } from './shared/faulted.ts';
import { HEADERS, storedHeaders } from './shared/http.ts';
import { remember, sessionOf } from './shared/scopes.ts';

export const setHeader = defineKeyword({
  name: 'SET HEADER',
  group: 'http',
  since: '0.1',
  summary: 'Adds a header to the HTTP calls that follow in this conversation.',
  syntax: 'SET HEADER <name:operand> ( , | AS ) <value>',
  params: { name: text('Name of the header.'), value: value('Its value; NOTHING removes it. Joining a secret with text is fine.') },
  example: 'SET HEADER "Authorization" AS "Bearer " + GET "api-key"',
  effect: { class: 'ours', tier: 1, needs: ['memory'] },
  async perform({ name, value }, { ports, ask }) {
    if (!/^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/.test(name)) return faulted('bad-argument', `"${name}" is no name of a header`);
    const headers = await storedHeaders(ports.memory, ask);
    if (value === null) headers.delete(name);
    else headers.set(name, value);
    return remember('conversation', sessionOf(ask), HEADERS, headers);
  },
});
