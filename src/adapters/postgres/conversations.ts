/**
 * Conversations: numbered items, an inbox, at most one foreground run. A message is numbered and stored under the
 * conversation's lock; the run that listens is locked next, and only then do we look whether it waits (waking.ts).
 */
import {
  type ConversationItem,
  type ConversationRow,
  type Conversations,
  NotFound,
  type PostedMessage,
  type StreamItem,
  UnstorableRow,
} from '../../spec/index.ts';
import { Dict } from '../../values/index.ts';
import { isKey } from './limits.ts';
import type { StoreParts } from './parts.ts';
import { numberOf, type Param, type Row, type Session, textArray, textOf } from './sql.ts';
import { startRun } from './starts.ts';
import { deliverMessages, lockConversations, promoteListeners, startNext } from './waking.ts';

export function createConversations(parts: StoreParts): Conversations {
  const { sql } = parts;
  return {
    open: (bot, user) => open(parts, bot, user),
    find: async (id) => (await sql.query(`${CONVERSATIONS} where id = $1`, [id])).map(conversationOf)[0],
    async list({ user, bot, limit }) {
      const rows = await sql.query(`${CONVERSATIONS} where "user" = $1 and ($2::text is null or bot = $2) order by id desc limit $3::int`, [
        user,
        bot ?? null,
        limit,
      ]);
      return rows.map(conversationOf);
    },
    async close(id) {
      await sql.query('update conversations set closed = true where id = $1 returning 1 as found', [id]);
    },
    post: (id, clientId, message) => post(parts, id, clientId, message),
    async since(id, cursor, limit) {
      const rows = await sql.query(
        'select number, at, item::text as item from messages where conversation = $1 and number > $2::int order by number limit $3::int',
        [id, cursor, limit],
      );
      return rows.map(itemOf);
    },
  };
}

const CONVERSATIONS = 'select id, bot, "user", last, created_at, closed from conversations';

const conversationOf = (row: Row): ConversationRow => ({
  id: textOf(row.id),
  bot: textOf(row.bot),
  user: textOf(row.user),
  last: numberOf(row.last),
  createdAt: numberOf(row.created_at),
  closed: row.closed === true,
});

const itemOf = (row: Row): ConversationItem => ({
  number: numberOf(row.number),
  at: numberOf(row.at),
  item: JSON.parse(textOf(row.item)) as StreamItem,
});

async function open(parts: StoreParts, bot: string, user: string): Promise<{ id: string }> {
  const id = parts.newId();
  await parts.sql.transaction(async (session) => {
    const [live] = await session.query(
      `select v.programs ? 'start' as starts from bots b join versions v on v.id = b.version where b.name = $1 and b.state = 'live'`,
      [bot],
    );
    if (!live) throw new NotFound(`there is no live bot ${bot}`);
    await session.query('insert into conversations (id, bot, "user", created_at) values ($1, $2, $3, $4::bigint)', [
      id,
      bot,
      user,
      parts.now(),
    ]);
    if (live.starts) await startRun(parts, session, { bot, script: 'start', inputs: new Dict(), conversation: id, user });
  });
  return { id };
}

async function post(parts: StoreParts, id: string, clientId: string, message: PostedMessage): Promise<{ number: number } | undefined> {
  if (!isKey(clientId)) throw new UnstorableRow('a client id holds what cannot be stored as a key');
  return parts.sql.transaction(async (session) => {
    await ask(session, lockConversations(textArray([id])));
    await parts.pause('post.locked');
    const [found] = await session.query(
      `select closed, last, (select number from messages m where m.conversation = c.id and m.client = $2) as repeated
       from conversations c where id = $1`,
      [id, clientId],
    );
    if (found && found.repeated !== null) return { number: numberOf(found.repeated) };
    if (!found || found.closed) return undefined;
    const number = numberOf(found.last) + 1;
    await store(parts, session, { id, clientId, number, message });
    await wake(parts, session, id);
    return { number };
  });
}

interface Numbered {
  readonly id: string;
  readonly clientId: string;
  readonly number: number;
  readonly message: PostedMessage;
}

async function store(parts: StoreParts, session: Session, { id, clientId, number, message }: Numbered) {
  const { value, secret, ...shown } = message;
  const item: StreamItem = secret ? { type: 'user', ...shown, secret } : { type: 'user', ...shown, value };
  const sealed: Param = secret && value !== undefined ? parts.seal.seal(value) : null;
  await session.query(
    `with stored as (
       insert into messages (conversation, number, at, item, inbox, client, sealed)
       values ($1, $2::int, $3::bigint, $4::text::json, true, $5, $6::bytea)
     )
     update conversations set last = $2::int, inbox = $2::int where id = $1`,
    [id, number, parts.now(), JSON.stringify(item), clientId, sealed],
  );
}

async function wake(parts: StoreParts, session: Session, id: string) {
  const ids = textArray([id]);
  await session.query(
    `select id from runs where id in (
       select foreground from conversations where id = $1
       union all select run from waits where conversation = $1 and kind = 'reply' and signal is null)
     order by id for update`,
    [id],
  );
  await parts.pause('post.looking');
  await ask(session, promoteListeners(ids, '{}'));
  await ask(session, deliverMessages(ids, '{}'));
  await ask(session, startNext(ids, '{}', textArray([parts.newId()]), parts.now()));
}

const ask = (session: Session, { text, params }: { text: string; params: readonly Param[] }) => session.query(text, params);
