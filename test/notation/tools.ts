/** Families B and C: tool declaration, session wiring, memory. */
import { DECLARATION, type Row, row } from './row.ts';

const OPTIONS = 'LIKE <example:prose> | DESCRIPTION <description> | OPTIONAL | REQUIRED | DEFAULT <default>';

export const tools: readonly Row[] = [
  row(
    'PARAM',
    [
      [
        `PARAM <name:word> AS <type:word> { ${OPTIONS} | ENUM <choices> }`,
        'PARAM city AS STRING LIKE "Rome" DESCRIPTION "Where" OPTIONAL',
        'PARAM city AS',
      ],
      ['PARAM size AS STRING ENUM ["S", "M"] DEFAULT "S" REQUIRED', 'PARAM size AS STRING ENUM'],
      ['PARAM note AS TEXT LIKE my dear friend', 'PARAM note AS TEXT LIKE'],
      ['PARAM type AS STRING LIKE TRUE', 'PARAM type STRING LIKE TRUE'],
      [`PARAM <name:word> AS <options...> { ${OPTIONS} }`, 'PARAM size AS "S", "M"', 'PARAM size AS "S" "M"'],
    ],
    DECLARATION,
  ),
  row(
    'DESCRIPTION',
    [
      ['DESCRIPTION <text:prose>', 'DESCRIPTION "Books a table"', 'DESCRIPTION'],
      ['DESCRIPTION Books a table', 'DESCRIPTION Books a'],
    ],
    DECLARATION,
  ),
  row('ADD TOOL', [
    ['ADD TOOL <tool> [AS MCP]', 'ADD TOOL "book"', 'ADD TOOL'],
    ['ADD_TOOL "book.bas" as MCP', 'ADD_TOOL "book.bas" as MPC'],
  ]),
  row('USE TOOL', [['USE TOOL <tool>', 'USE TOOL "tools/book.bas"', 'USE TOL "book"']]),
  row('REMOVE TOOL', [['REMOVE TOOL <tool>', 'REMOVE_TOOL "book"', 'REMOVE_TOOL']]),
  row('LIST TOOLS', [['LIST TOOLS', 'x = LIST TOOLS', 'LIST TOOLS now']]),
  row('CLEAR TOOLS', [['CLEAR TOOLS', 'CLEAR TOOLS', 'CLEAR TOOL']]),
  row('USE KB', [
    ['USE KB <collection>', 'USE KB "rules"', 'USE KB'],
    ['USE_KB("rules")', 'USE_KB("rules"'],
  ]),
  row('ADD KB', [['ADD KB <collection>', 'ADD_KB name', 'ADD_KB']]),
  row('SET KB', [['SET KB <collection>', 'SET_KB name', 'SET_KB']]),
  row('CLEAR KB', [
    ['CLEAR KB [<collection>]', 'CLEAR KB "rules"', 'CLEAR KB "a" "b"'],
    ['CLEAR KB', 'CLEAR BK'],
  ]),
  row('THINK KB', [['THINK KB <question>', 'r = THINK KB "prices?"', 'r = THINK KB +']]),
  row('USE WEBSITE', [
    ['USE WEBSITE <url> [( REFRESH | , ) <refresh>]', 'USE WEBSITE "https://x.org" REFRESH "30d"', 'USE WEBSITE "https://x.org" REFRESH'],
    ['USE_WEBSITE("https://x.org", "30d")', 'USE_WEBSITE("https://x.org", "30d"'],
  ]),
  row('ADD WEBSITE', [['ADD WEBSITE <url>', 'ADD_WEBSITE "https://x.org"', 'ADD_WEBSITE']]),
  row('CLEAR WEBSITES', [['CLEAR WEBSITES', 'CLEAR WEBSITES', 'CLEAR WEBSITE']]),
  row('USE MODEL', [['USE MODEL <model>', 'USE MODEL "fast"', 'USE MODEL']]),
  row('SET MODEL ROUTING', [['SET MODEL ROUTING <routing>', 'SET MODEL ROUTING "auto"', 'SET MODEL ROUTING']]),
  row('USE ACCOUNT', [['USE ACCOUNT <account>', 'USE ACCOUNT "ana@example.org"', 'USE ACCOUNT']]),
  row('SET CONTEXT', [
    ['SET CONTEXT <name:operand> AS <content>', 'SET CONTEXT "prices" AS "A visit: " + price', 'SET CONTEXT "prices" AS'],
    ['SET CONTEXT <content>', 'SET CONTEXT "We are open."', 'SET CONTEXT'],
  ]),
  row('SET ANSWER MODE', [['SET ANSWER MODE <mode>', 'SET ANSWER MODE "sql"', 'SET ANSWER "sql" MODE']]),
  row('SET USER', [['SET USER <id>', 'SET_USER id', 'SET_USER']]),
  row('ALLOW ROLE', [['ALLOW ROLE <role>', 'ok = ALLOW ROLE "admin"', 'ok = ALLOW ROLE *']]),
  row('GET SESSION', [
    ['GET SESSION <key:operand>', 'x = GET SESSION "lang"', 'GET SESSION'],
    ['GET SESSION <session:operand>, <key:operand>', 'x = GET SESSION id, "lang"', 'x = GET SESSION id, +'],
  ]),
  row('SET SESSION', [
    ['SET SESSION <key:operand>, <value>', 'SET SESSION "lang", "en"', 'SET SESSION "lang"'],
    ['SET SESSION <session:operand>, <key:operand>, <value>', 'SET SESSION id, "lang", "en"', 'SET SESSION id, "lang", "en", 4'],
  ]),
  row(
    'SET',
    [
      ['SET <key:name>, <value>', 'SET "session.k", v', 'SET "session.k"'],
      ['SET role, role', 'SET role role'],
      ['SET <key:name> = <value>', 'SET "session.k" = v', 'SET "session.k" ='],
      ['SET <table:name>, <filter>, <values>', 'SET "users.csv", "id=1", "name=Ana"', 'SET "users.csv", "id=1", 3, 4'],
    ],
    { call: false, value: 'never' },
  ),
  ...[
    'LANGUAGE',
    'FILTER',
    'THEME',
    'TRANSLATOR',
    'WHOLE WORD',
    'OUTPUT',
    'MAX LINES',
    'MAX COLUMNS',
    'HTTP USERNAME',
    'HTTP PASSWORD',
  ].map((name) => row(`SET ${name}`, [[`SET ${name} <value>`, `SET ${name} "x"`, `SET ${name}`]])),
  row('SET HEAR ON', [['SET HEAR ON <value>', 'SET HEAR ON "x"', 'SET HEAR ON']]),
  row('SET PARAM', [['SET PARAM <name> AS <value>', 'SET PARAM "x" AS 3', 'SET PARAM "x" AS']]),

  row('SET BOT MEMORY', [
    ['SET BOT MEMORY <key>, <value>', 'SET BOT MEMORY "k", v', 'SET BOT MEMORY "k"'],
    ['SET_BOT_MEMORY("k", v)', 'SET_BOT_MEMORY("k")'],
  ]),
  row('GET BOT MEMORY', [
    ['GET BOT MEMORY <key:operand>', 'x = GET BOT MEMORY "k"', 'GET BOT MEMORY'],
    ['x = GET BOT MEMORY("k")', 'x = GET BOT MEMORY()'],
  ]),
  row('SET USER MEMORY', [['SET USER MEMORY <key>, <value>', 'SET USER MEMORY "k", v', 'SET USER MEMORY "k"']]),
  row('GET USER MEMORY', [['GET USER MEMORY <key:operand>', 'x = GET USER MEMORY("k") + "!"', 'GET USER MEMORY']]),
  row('CLEAR USER MEMORY', [['CLEAR USER MEMORY [<key>]', 'CLEAR USER MEMORY', 'CLEAR USER MEMRY']]),
  row('REMEMBER USER FACT', [['REMEMBER USER FACT <fact>', 'REMEMBER USER FACT "likes tea"', 'REMEMBER USER FACT']]),
  row('SET USER FACT', [['SET USER FACT <key>, <value>', 'SET USER FACT "drink", "tea"', 'SET USER FACT "drink"']]),
  row('GET USER FACTS', [['GET USER FACTS', 'x = GET USER FACTS()', 'x = GET USER FACTS(']]),
  row('REMEMBER', [
    ['REMEMBER <key:operand> ( = <value> | , <value> [, <duration>] )', 'REMEMBER "k", v, "30 days"', 'REMEMBER "k"'],
    ['REMEMBER "k" = v', 'REMEMBER "k" ='],
  ]),
  row('RECALL', [['RECALL <key>', 'x = RECALL "k"', 'RECALL']]),
  row('CACHE SET', [['CACHE SET <key>, <value> [, <ttl>]', 'CACHE SET "k", v, 60', 'CACHE SET "k"']]),
  row('CACHE GET', [['CACHE GET <key>', 'x = CACHE GET "k"', 'CACHE GET']]),
];
