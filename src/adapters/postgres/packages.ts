/** Bots, versions and programs. A version goes live in one transaction; programs are stored once, under their hash. */
import { createHash } from 'node:crypto';
import { type BotRow, isSameVersion, NotFound, type Packages, type Program, sourceOf, type Version } from '../../spec/index.ts';
import { canonicalJson, parseCanonical } from '../../values/index.ts';
import { writeHandlers } from './deliveries.ts';
import type { StoreParts } from './parts.ts';
import { numberArray, numberOf, optionalText, type Row, textArray, textOf } from './sql.ts';
import { handlersOf } from './topics.ts';

type Draft = Parameters<Packages['publish']>[0];

export function createPackages(parts: StoreParts): Packages {
  const { sql } = parts;
  return {
    publish: (draft) => publish(parts, draft),
    async retire(bot) {
      const found = await sql.query(`update bots set state = 'retired' where name = $1 returning 1 as found`, [bot]);
      if (found.length === 0) throw new NotFound(`there is no bot ${bot}`);
    },
    bots: async () => (await sql.query(`${BOTS} where not starts_with(b.name, '~') order by b.name`)).map(botOf),
    bot: async (name) => (await sql.query(`${BOTS} where b.name = $1`, [name])).map(botOf)[0],
    version: async (id) => (await sql.query(`${VERSIONS} where id = $1`, [id])).map(versionOf)[0],
    async program(hash) {
      const [row] = await sql.query('select program from programs where hash = $1', [hash]);
      return row && (parseCanonical(textOf(row.program)) as Program);
    },
    async source(hash) {
      const [row] = await sql.query('select source from programs where hash = $1', [hash]);
      return row && (JSON.parse(textOf(row.source)) as string);
    },
  };
}

const BOTS = 'select b.name, b.version, b.state, v.config::text as config from bots b join versions v on v.id = b.version';
const VERSIONS = `select id, bot, created_at, programs::text as programs, config::text as config, variables::text as variables,
  policy, answers, content, build, problems::text as problems from versions`;

async function publish({ sql, now, newId }: StoreParts, draft: Draft): Promise<Version> {
  const { programs, sources, ...rest } = draft;
  const stored = Object.entries(programs).map(([script, program]) => {
    const text = canonicalJson(program);
    return {
      script,
      hash: createHash('sha256').update(text).digest('hex'),
      engine: program.engine,
      text,
      source: sourceOf(sources, script),
    };
  });
  const version: Version = {
    ...rest,
    id: newId(),
    createdAt: now(),
    programs: Object.fromEntries(stored.map((each) => [each.script, each.hash])),
  };
  const [live] = (await sql.query(`${VERSIONS} where id = (select version from bots where name = $1)`, [draft.bot])).map(versionOf);
  if (live && isSameVersion(live, version)) {
    await sql.query(`update bots set state = 'live' where name = $1 and version = $2`, [draft.bot, live.id]);
    await sql.query('update versions set content = $2, build = $3, problems = $4::text::json where id = $1', [live.id, ...originOf(draft)]);
    const { origin: _, ...rest } = live;
    return { ...rest, ...(draft.origin && { origin: draft.origin }) };
  }
  const once = [...new Map(stored.map((each) => [each.hash, each])).values()].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  await sql.transaction(async (session) => {
    await session.query(
      `insert into programs (hash, engine, program, source) select * from unnest($1::text[], $2::int[], $3::text[], $4::text[])
       on conflict (hash) do nothing`,
      [
        textArray(once.map((each) => each.hash)),
        numberArray(once.map((each) => each.engine)),
        textArray(once.map((each) => each.text)),
        // As JSON: a script may hold what a text column cannot.
        textArray(once.map((each) => JSON.stringify(each.source))),
      ],
    );
    await session.query(
      `insert into versions (id, bot, created_at, programs, config, variables, policy, answers, content, build, problems)
       values ($1, $2, $3::bigint, $4::text::jsonb, $5::text::json, $6::text::json, $7, $8, $9, $10, $11::text::json)`,
      [
        version.id,
        version.bot,
        version.createdAt,
        JSON.stringify(version.programs),
        JSON.stringify(version.config),
        JSON.stringify(version.variables),
        version.policy,
        version.answers ?? null,
        ...originOf(version),
      ],
    );
    await session.query(
      `insert into bots (name, version, state) values ($1, $2, 'live')
       on conflict (name) do update set version = excluded.version, state = 'live'`,
      [version.bot, version.id],
    );
    await writeHandlers(session, version.bot, handlersOf(version.bot, programs));
  });
  return version;
}

const originOf = ({ origin }: Pick<Version, 'origin'>) => [
  origin?.content ?? null,
  origin?.build ?? null,
  origin ? JSON.stringify(origin.problems) : null,
];

const botOf = (row: Row): BotRow => ({
  name: textOf(row.name),
  version: optionalText(row.version),
  state: row.state as BotRow['state'],
  config: JSON.parse(textOf(row.config)),
});

const versionOf = (row: Row): Version => ({
  id: textOf(row.id),
  bot: textOf(row.bot),
  createdAt: numberOf(row.created_at),
  programs: JSON.parse(textOf(row.programs)),
  config: JSON.parse(textOf(row.config)),
  variables: JSON.parse(textOf(row.variables)),
  policy: row.policy as Version['policy'],
  answers: optionalText(row.answers),
  ...(row.content !== null && {
    origin: { content: textOf(row.content), build: textOf(row.build), problems: JSON.parse(textOf(row.problems)) },
  }),
});
