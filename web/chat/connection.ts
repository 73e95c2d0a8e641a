/**
 * Holds the stream of one conversation open, and sends. What is lost comes back by cursor; a message
 * that was not acknowledged is sent again under its id, which the server answers like the first time.
 */
import { ApiError, type Posted, postMessage, showConversation, streamUrl } from '../api.ts';
import type { ConversationEvent, Item, Status, Token } from './conversation.ts';

const FIRST_RETRY_MS = 400;
const LONGEST_RETRY_MS = 5_000;

export class Connection {
  readonly #id: string;
  readonly #tell: (event: ConversationEvent) => void;
  /** The server does not know this conversation any more. */
  readonly #onGone: () => void;
  readonly #outbox: Posted[] = [];
  #cursor: number;
  #source: EventSource | undefined;
  #retryMs = FIRST_RETRY_MS;
  #timer = 0;
  #isSending = false;
  #isClosed = false;

  constructor(id: string, cursor: number, tell: (event: ConversationEvent) => void, onGone: () => void) {
    this.#id = id;
    this.#cursor = cursor;
    this.#tell = tell;
    this.#onGone = onGone;
    addEventListener('online', this.#connectNow);
    this.#connect();
  }

  close(): void {
    this.#isClosed = true;
    removeEventListener('online', this.#connectNow);
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  send(message: Posted): void {
    this.#tell({ kind: 'sending', message });
    this.#outbox.push(message);
    void this.#flush();
  }

  readonly #connectNow = (): void => {
    this.#retryMs = FIRST_RETRY_MS;
    this.#connect();
  };

  #connect(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    if (this.#isClosed) return;
    const source = new EventSource(streamUrl(this.#id, this.#cursor));
    this.#source = source;
    source.addEventListener('hello', () => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#tell({ kind: 'connection', connection: 'open' });
      void this.#flush();
    });
    source.addEventListener('item', ({ data }) => {
      const item = JSON.parse(data) as Item;
      this.#cursor = Math.max(this.#cursor, item.number);
      this.#tell({ kind: 'item', item });
    });
    source.addEventListener('token', ({ data }) => this.#tell({ kind: 'token', token: JSON.parse(data) as Token }));
    source.addEventListener('status', ({ data }) => this.#tell({ kind: 'status', status: JSON.parse(data) as Status }));
    source.onerror = () => void this.#retry();
  }

  /** Not left to the browser: it gives up on some answers and knows no cursor of ours. */
  async #retry(): Promise<void> {
    this.#source?.close();
    this.#tell({ kind: 'connection', connection: 'lost' });
    const isGone = await showConversation(this.#id).then(
      () => false,
      (error: unknown) => error instanceof ApiError && error.status === 404,
    );
    if (this.#isClosed) return;
    if (isGone) return this.#onGone();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
  }

  /** One after the other, so that what was said first stands first. */
  async #flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#outbox[0] && (await this.#post(this.#outbox[0]))) this.#outbox.shift();
    this.#isSending = false;
  }

  /** False when the server was not reached or asks for patience: the message waits. */
  async #post(message: Posted): Promise<boolean> {
    try {
      const { number } = await postMessage(this.#id, message);
      this.#tell({ kind: 'sent', clientId: message.clientId, number });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const isPassing = error.status === 0 || error.status === 429 || error.status === 503;
      if (isPassing) window.setTimeout(() => void this.#flush(), LONGEST_RETRY_MS / 2);
      else this.#tell({ kind: 'refused', clientId: message.clientId, failure: `${error.message}. ${error.help}` });
      return !isPassing;
    }
  }
}
