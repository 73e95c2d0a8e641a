/**
 * What the page knows of a conversation: a pure function of the events so far. Everything shown
 * (messages, chips, toggles, the fitting input) follows from it, so a page that reconnects and
 * replays what it missed looks like one that never was away.
 */
import type { StreamItem } from '../../src/spec/index.ts';
import type { Posted } from '../api.ts';

export interface Item {
  readonly number: number;
  readonly at: string;
  readonly item: StreamItem;
}
export type Prompt = Extract<StreamItem, { type: 'prompt' }>;
export type Suggestion = Extract<StreamItem, { type: 'suggestion' }>;
export type Switcher = Extract<StreamItem, { type: 'switcher' }>;

export interface Status {
  readonly state: 'idle' | 'working' | 'listening' | 'waiting' | 'held' | 'failed';
  readonly until?: string;
  readonly fault?: { readonly code: string; readonly message: string; readonly script?: string; readonly line?: number };
}
export interface Token {
  readonly run: string;
  readonly address: string;
  readonly attempt: number;
  readonly offset: number;
  readonly text: string;
}

/** A message on its way; `failure` when it was refused. */
export interface Pending extends Posted {
  readonly failure?: string;
  /** Its item, once it is known and not here yet. */
  readonly number?: number;
}

export interface ConversationState {
  /** Messages and errors, in order; what only changes the controls is not kept. */
  readonly lines: readonly Item[];
  readonly cursor: number;
  readonly suggestions: readonly Suggestion[];
  readonly switchers: readonly Switcher[];
  readonly switchedOn: readonly string[];
  readonly prompt: Prompt | undefined;
  /** Provisional text, by run and address. */
  readonly streams: ReadonlyMap<string, { readonly attempt: number; readonly text: string }>;
  readonly status: Status | undefined;
  readonly pending: readonly Pending[];
  readonly connection: 'connecting' | 'open' | 'lost';
}

export const EMPTY: ConversationState = {
  lines: [],
  cursor: 0,
  suggestions: [],
  switchers: [],
  switchedOn: [],
  prompt: undefined,
  streams: new Map(),
  status: undefined,
  pending: [],
  connection: 'connecting',
};

export type ConversationEvent =
  | { readonly kind: 'item'; readonly item: Item }
  /** Older items, asked for by the reader. */
  | { readonly kind: 'earlier'; readonly items: readonly Item[] }
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'status'; readonly status: Status }
  | { readonly kind: 'connection'; readonly connection: ConversationState['connection'] }
  | { readonly kind: 'sending'; readonly message: Posted }
  /** Stored under that number: its item is here or comes. */
  | { readonly kind: 'sent'; readonly clientId: string; readonly number: number }
  | { readonly kind: 'refused'; readonly clientId: string; readonly failure: string }
  | { readonly kind: 'dropped'; readonly clientId: string }
  | { readonly kind: 'switch'; readonly id: string };

export function advance(state: ConversationState, event: ConversationEvent): ConversationState {
  switch (event.kind) {
    case 'item':
      return event.item.number <= state.cursor ? state : withItem({ ...state, cursor: event.item.number }, event.item);
    case 'earlier':
      return { ...state, lines: [...event.items.filter(isLine), ...state.lines] };
    case 'token':
      return { ...state, streams: withToken(state.streams, event.token) };
    case 'status': {
      const isOver = event.status.state === 'idle' || event.status.state === 'failed';
      return { ...state, status: event.status, ...(isOver && { streams: EMPTY.streams }) };
    }
    case 'connection':
      return { ...state, connection: event.connection };
    case 'sending':
      return { ...state, pending: [...without(state.pending, event.message.clientId), event.message] };
    case 'sent':
      // Once its item is here it stands among the lines; until then it stays visible as pending.
      return event.number <= state.cursor
        ? { ...state, pending: without(state.pending, event.clientId) }
        : { ...state, pending: changed(state.pending, event.clientId, { number: event.number }) };
    case 'refused':
      return { ...state, pending: changed(state.pending, event.clientId, { failure: event.failure }) };
    case 'dropped':
      return { ...state, pending: without(state.pending, event.clientId) };
    case 'switch': {
      const isOn = state.switchedOn.includes(event.id);
      return { ...state, switchedOn: isOn ? state.switchedOn.filter((id) => id !== event.id) : [...state.switchedOn, event.id] };
    }
  }
}

const isLine = ({ item }: Item) => item.type === 'user' || item.type === 'bot' || item.type === 'error';
const changed = (pending: readonly Pending[], clientId: string, change: Partial<Pending>) =>
  pending.map((each) => (each.clientId === clientId ? { ...each, ...change } : each));
const without = (pending: readonly Pending[], clientId: string) => pending.filter((each) => each.clientId !== clientId);

function withItem(state: ConversationState, entry: Item): ConversationState {
  const { item } = entry;
  const lines = isLine(entry) ? [...state.lines, entry] : state.lines;
  switch (item.type) {
    case 'user':
      return { ...state, lines, suggestions: [], prompt: undefined, pending: arrived(state.pending, entry.number, item.text) };
    case 'bot':
    case 'error':
      return { ...state, lines, streams: EMPTY.streams };
    case 'suggestion':
      return { ...state, suggestions: [...state.suggestions.filter(({ text }) => text !== item.text), item] };
    case 'suggestions-cleared':
      return { ...state, suggestions: [] };
    case 'switcher':
      return { ...state, switchers: [...state.switchers.filter(({ id }) => id !== item.id), item] };
    case 'switchers-cleared':
      return { ...state, switchers: [], switchedOn: [] };
    case 'prompt':
      return { ...state, prompt: item };
  }
}

/** The stream may be quicker than the answer to the post: then the text tells which one it was. */
function arrived(pending: readonly Pending[], number: number, text: string): readonly Pending[] {
  const known = pending.findIndex((each) => each.number === number);
  const index = known >= 0 ? known : pending.findIndex((each) => each.text === text && each.number === undefined && !each.failure);
  return index < 0 ? pending : pending.toSpliced(index, 1);
}

function withToken(streams: ConversationState['streams'], { run, address, attempt, offset, text }: Token): ConversationState['streams'] {
  const key = `${run} ${address}`;
  const former = streams.get(key);
  if (former && attempt < former.attempt) return streams;
  const before = former?.attempt === attempt ? former.text : '';
  // A page that came late has not seen the beginning.
  const start = offset <= before.length ? before.slice(0, offset) : `${before}… `;
  return new Map(streams).set(key, { attempt, text: start + text });
}
