/** The history of packages' files, and what of them is held back. Numbers are given one at a time for a bot. */
import type { FileChange, FileHistory, FileVersion } from '../../spec/index.ts';
import type { StoreParts } from './parts.ts';
import { bytesOf, numberOf, optionalText, type Row, type Session, textOf } from './sql.ts';

/** What one row tells of many small saves. */
const LONGEST_SENTENCE = 500;
const COLUMNS = 'bot, number, path, hash, author, sentence, at, version';

export function createFileHistory({ sql, now }: StoreParts): FileHistory {
  return {
    record: (change, foldMs) =>
      sql.transaction(async (session) => {
        await session.query('select pg_advisory_xact_lock(hashtext($1), hashtext($2))', ['file_versions', change.bot]);
        return (await fold(session, change, now() - foldMs)) ?? insert(session, change, now());
      }),
    list: async ({ bot, path, before, limit }) =>
      (
        await sql.query(
          `select ${COLUMNS} from file_versions where bot = $1 and ($2::text is null or path = $2) and number < $3::bigint
           order by number desc limit $4::int`,
          [bot, path ?? null, before ?? Number.MAX_SAFE_INTEGER, limit],
        )
      ).map(versionOf),
    async find(bot, number) {
      const [row] = await sql.query(`select ${COLUMNS}, text from file_versions where bot = $1 and number = $2::int`, [bot, number]);
      return row && { ...versionOf(row), ...(row.text !== null && { text: decode(row) }) };
    },
    async text(bot, path, hash) {
      const [row] = await sql.query(
        'select text from file_versions where bot = $1 and path = $2 and hash = $3 order by number desc limit 1',
        [bot, path, hash],
      );
      return row && decode(row);
    },
    newest: async (bot) => (await sql.query(NEWEST, [bot])).map(versionOf),
    async published(bot, version) {
      await sql.query(PUBLISHED, [bot, version]);
    },
    async hold(bot, content) {
      await sql.query('insert into held_edits (bot, content) values ($1, $2) on conflict do nothing', [bot, content]);
    },
    async release(bot, except) {
      await sql.query('delete from held_edits where bot = $1 and content <> $2', [bot, except ?? '']);
    },
    held: async () =>
      (await sql.query('select bot, content from held_edits order by bot, content')).map((row) => ({
        bot: textOf(row.bot),
        content: textOf(row.content),
      })),
    async count(before) {
      const [row] = await sql.query(`select count(*) as versions from file_versions o where ${OLD}`, [before]);
      return numberOf(row!.versions);
    },
    async prune({ before, limit }) {
      const [row] = await sql.query(PRUNE, [before, limit]);
      return numberOf(row!.pruned);
    },
  };
}

const NEWEST = `select distinct on (path) ${COLUMNS} from file_versions where bot = $1 order by path, number desc`;

const PUBLISHED = `update file_versions f set version = $2
  from (select distinct on (path) number from file_versions where bot = $1 order by path, number desc) newest
  where f.bot = $1 and f.number = newest.number and f.version is null`;

const OLD = `o.at < $1::bigint and o.version is null
        and exists (select 1 from file_versions n where n.bot = o.bot and n.path = o.path and n.number > o.number)`;

const PRUNE = `with gone as (
    delete from file_versions f where (f.bot, f.number) in (
      select o.bot, o.number from file_versions o where ${OLD}
      order by o.bot, o.number limit $2::int)
    returning 1)
  select count(*) as pruned from gone`;

async function fold(session: Session, { bot, path, content, author, sentence }: FileChange, since: number): Promise<number | undefined> {
  const [last] = await session.query(
    `select number, author, sentence, at, version, hash from file_versions where bot = $1 and path = $2 order by number desc limit 1`,
    [bot, path],
  );
  if (!last || !content || last.hash === null || last.version !== null || last.author !== author || numberOf(last.at) <= since)
    return undefined;
  await session.query('update file_versions set hash = $3, text = $4::bytea, sentence = $5 where bot = $1 and number = $2::int', [
    bot,
    numberOf(last.number),
    content.hash,
    Buffer.from(content.text),
    joined(textOf(last.sentence), sentence),
  ]);
  return numberOf(last.number);
}

async function insert(session: Session, { bot, path, content, author, sentence, version }: FileChange, at: number): Promise<number> {
  const [row] = await session.query(
    `insert into file_versions (bot, number, path, hash, text, author, sentence, at, version)
     select $1, coalesce(max(number), 0) + 1, $2, $3, $4::bytea, $5, $6, $7::bigint, $8 from file_versions where bot = $1
     returning number`,
    [bot, path, content?.hash ?? null, content ? Buffer.from(content.text) : null, author, sentence, at, version ?? null],
  );
  return numberOf(row!.number);
}

/** Said once, and cut where it grows too long to read. */
export function joined(before: string, sentence: string): string {
  if (before === '') return sentence;
  if (before.split('; ').at(-1) === sentence) return before;
  const both = `${before}; ${sentence}`;
  return both.length <= LONGEST_SENTENCE ? both : `${before.slice(0, LONGEST_SENTENCE - 1)}…`;
}

const decode = (row: Row): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(row.text));

function versionOf(row: Row): FileVersion {
  const hash = optionalText(row.hash);
  const version = optionalText(row.version);
  return {
    bot: textOf(row.bot),
    number: numberOf(row.number),
    path: textOf(row.path),
    author: textOf(row.author),
    sentence: textOf(row.sentence),
    at: numberOf(row.at),
    ...(hash !== undefined && { hash }),
    ...(version !== undefined && { version }),
  };
}
