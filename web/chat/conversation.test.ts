import { describe, expect, test } from 'vitest';
import type { StreamItem } from '../../src/spec/index.ts';
import { advance, type ConversationEvent, type ConversationState, EMPTY } from './conversation.ts';

const stateAfter = (...events: readonly ConversationEvent[]): ConversationState => events.reduce(advance, EMPTY);
const item = (number: number, content: StreamItem): ConversationEvent => ({ kind: 'item', item: { number, at: '', item: content } });
const token = (attempt: number, offset: number, text: string): ConversationEvent => ({
  kind: 'token',
  token: { run: 'r', address: '0.1', attempt, offset, text },
});
const streamed = (state: ConversationState) => [...state.streams.values()].map(({ text }) => text);

test('an item that was seen changes nothing', () => {
  const state = stateAfter(item(1, { type: 'bot', text: 'hello' }));
  expect(advance(state, item(1, { type: 'bot', text: 'hello' }))).toBe(state);
});

describe('provisional text', () => {
  test('grows, and the final message takes its place', () => {
    expect(streamed(stateAfter(token(1, 0, 'Good '), token(1, 5, 'morning')))).toEqual(['Good morning']);
    expect(streamed(stateAfter(token(1, 0, 'Good '), item(1, { type: 'bot', text: 'Good morning' })))).toEqual([]);
  });
  test('a new attempt clears it, a late piece of the old one is not taken', () => {
    expect(streamed(stateAfter(token(1, 0, 'wrong'), token(2, 0, 'right'), token(1, 5, ' old')))).toEqual(['right']);
  });
  test('a page that came late says that something is missing', () => {
    expect(streamed(stateAfter(token(1, 40, 'the end')))).toEqual(['… the end']);
  });
  test('a repeated piece stands once', () => {
    expect(streamed(stateAfter(token(1, 0, 'ab'), token(1, 0, 'ab'), token(1, 2, 'c')))).toEqual(['abc']);
  });
});

test('what the visitor says clears chips and prompt', () => {
  const asked = [
    item(1, { type: 'suggestion', text: 'Yes', value: 'yes', action: 'send' }),
    item(2, { type: 'prompt', input: 'date' }),
  ] as const;
  expect(stateAfter(...asked).prompt?.input).toBe('date');
  const { suggestions, prompt } = stateAfter(...asked, item(3, { type: 'user', text: 'no' }));
  expect({ suggestions, prompt }).toEqual({ suggestions: [], prompt: undefined });
});

describe('a message on its way', () => {
  const sending: ConversationEvent = { kind: 'sending', message: { clientId: 'c1', text: 'hi' } };
  const arrived = item(1, { type: 'user', text: 'hi' });
  const acknowledged: ConversationEvent = { kind: 'sent', clientId: 'c1', number: 1 };
  test.each([
    ['its item comes first', [sending, arrived, acknowledged]],
    ['the answer comes first', [sending, acknowledged, arrived]],
  ])('stands once when %s', (_, events) => {
    const { lines, pending } = stateAfter(...events);
    expect([lines.length, pending.length]).toEqual([1, 0]);
  });
  test('a password is matched without being shown', () => {
    const secret: ConversationEvent = { kind: 'sending', message: { clientId: 'c1', text: '••••••', value: 'hunter2', secret: true } };
    expect(stateAfter(secret, item(1, { type: 'user', text: '••••••', secret: true })).pending).toEqual([]);
  });
  test('one that was refused stays until it is sent again or dropped', () => {
    const afterRefusal = stateAfter(sending, { kind: 'refused', clientId: 'c1', failure: 'no' });
    expect(afterRefusal.pending[0]?.failure).toBe('no');
    expect(advance(afterRefusal, sending).pending).toEqual([{ clientId: 'c1', text: 'hi' }]);
    expect(advance(afterRefusal, { kind: 'dropped', clientId: 'c1' }).pending).toEqual([]);
  });
});

test('switchers go on and off, and away together', () => {
  const two = [item(1, { type: 'switcher', id: 'a', label: 'A' }), item(2, { type: 'switcher', id: 'b', label: 'B' })] as const;
  const flip = (id: string): ConversationEvent => ({ kind: 'switch', id });
  expect(stateAfter(...two, flip('a'), flip('b'), flip('a')).switchedOn).toEqual(['b']);
  expect(stateAfter(...two, flip('a'), item(3, { type: 'switchers-cleared' })).switchedOn).toEqual([]);
});
