/** Family E: tables, lists, queries. */
import { DECLARATION, type Row, row } from './row.ts';

const NO_CALL = { call: false } as const;
const STATEMENT = { call: false, value: 'never' } as const;

export const data: readonly Row[] = [
  row('FIND', [
    ['FIND <table:name> [, <filter> [, <value>]]', 'rows = FIND users', 'FIND'],
    ['rows = FIND "users.csv", "name=Ana"', 'rows = FIND "users.csv" "name=Ana"'],
    ['rows = FIND .Customers, "id", id', 'rows = FIND . Customers, "id", id'],
    [
      'FIND [ALL] <table:name> /WHERE <where:cond> { /ORDER BY <order:word> [( DESC | ASC )] | LIMIT <limit:operand> | FIRST }',
      'rows = FIND ALL users WHERE email = email AND age > 3 ORDER BY name DESC LIMIT 5',
      'rows = FIND ALL users WHERE',
    ],
    ['rows = FIND users\n  WHERE city = "Rome" OR city IS NULL\n  ORDER BY name', 'rows = FIND users ORDER'],
    ['r = FIND users WHERE id = 3 FIRST', 'r = FIND users WHERE id = 3 FIRSTS'],
    ['FIND <table:name> WITH <filter>', 'rows = FIND users WITH "age > 3"', 'rows = FIND users WITH'],
    [
      'FIND <table:name> [, <filter>] OR TALK <message>',
      'r = FIND users, "id=1" OR TALK "Not found"',
      'r = FIND users, OR TALK "Not found"',
    ],
  ]),
  row('SAVE', [
    ['SAVE <table:name>, <values...>', 'SAVE users, user', 'SAVE users, +'],
    ['id = SAVE "users.csv", name, address.city', 'id = SAVE "users.csv" name'],
    ['SAVE <table:name> WITH <fields:pairs>', 'SAVE users WITH name AS n, age AS 3', 'SAVE users WITH name n'],
    [
      'SAVE ( <row:group> | <value> ) TO <table:name> WHERE <where:cond>',
      'SAVE (name = n, age = 3) TO users WHERE id = x',
      'SAVE (name = n) TO users',
    ],
    ['SAVE order TO orders WHERE id = x', 'SAVE order TO orders WHERE'],
    ['SAVE <value> AS <file>', 'SAVE report AS "report.pdf"', 'SAVE report AS'],
  ]),
  row('SAVE FROM UNSTRUCTURED', [
    ['SAVE FROM UNSTRUCTURED <table:name>, <text>', 'SAVE_FROM_UNSTRUCTURED notes, FORMAT x AS "JSON"', 'SAVE_FROM_UNSTRUCTURED notes'],
    ['SAVE FROM UNSTRUCTURED "notes", text', 'SAVE FROM UNSTRUCTURED "notes" text'],
  ]),
  row('INSERT', [['INSERT <table:name>, <row>', 'r = INSERT users, user', 'INSERT users']]),
  row('INSERT INTO', [
    ['INSERT INTO <table:name> VALUES <row>', 'INSERT INTO users VALUES { name: "Ana" }', 'INSERT INTO users { name: "Ana" }'],
  ]),
  row('UPDATE', [
    ['UPDATE <table:name>, <filter>, <values> [, <value>]', 'n = UPDATE users, "id=1", user', 'UPDATE users, "id=1"'],
    ['UPDATE users, id, "name", "Ana"', 'UPDATE users, id, "name", +'],
    [
      'UPDATE <table:name> ( SET | WITH ) <fields:pairs> /WHERE <where:cond>',
      'UPDATE users SET name = "Ana",\n  age = 3\nWHERE id = 1',
      'UPDATE users SET name WHERE id = 1',
    ],
    ['UPDATE users WITH name AS "Ana" WHERE id = 1', 'UPDATE users WITH name AS "Ana"'],
  ]),
  row('DELETE', [
    ['DELETE <table:name>, <filter>', 'n = DELETE users, "id=1"', 'DELETE users, +'],
    ['DELETE <item:operand>', 'DELETE order.items[0]', 'DELETE'],
  ]),
  row('DELETE FROM', [['DELETE FROM <table:name> WHERE <where:cond>', 'DELETE FROM users WHERE id = 1', 'DELETE FROM users id = 1']]),
  row('MERGE', [
    ['MERGE <table:name>, <rows> [, <key>]', 'r = MERGE users, rows, "id"', 'MERGE users'],
    ['MERGE <table:name> WITH <rows> BY <key>', 'MERGE users WITH rows BY "id"', 'MERGE users WITH rows'],
  ]),
  row('FILTER', [['FILTER <list>, <filter>', 'x = FILTER rows, "age=3"', 'x = FILTER rows']], NO_CALL),
  row('AGGREGATE', [['AGGREGATE <act>, <list>, <field>', 'x = AGGREGATE "SUM", rows, "age"', 'x = AGGREGATE "SUM", rows']]),
  row('JOIN', [['JOIN <left>, <right>, <key>', 'x = JOIN a, b, "id"', 'x = JOIN a, b']], NO_CALL),
  row('PIVOT', [['PIVOT <list>, <row>, <value>', 'x = PIVOT rows, "city", "age"', 'x = PIVOT rows, "city"']]),
  row('GROUP BY', [['GROUP BY <list>, <field>', 'x = GROUP_BY rows, "city"', 'x = GROUP BY rows']]),
  row('MAP', [['MAP <list>, <fields>', 'x = MAP rows, "a->b"', 'x = MAP rows']]),
  row(
    'FILL',
    [
      ['FILL <data> ( , | WITH ) <template>', 'x = FILL rows, template', 'x = FILL rows template'],
      ['x = FILL template WITH rows', 'x = FILL template WITH'],
    ],
    NO_CALL,
  ),
  row(
    'SELECT',
    [
      ['SELECT <query:sql>', 'x = SELECT city, COUNT(*) FROM rows GROUP BY city', 'SELECT'],
      ["x = SELECT *\n  FROM rows\n  WHERE a = 'f'", 'SELECT'],
    ],
    NO_CALL,
  ),
  row('QUERY', [['QUERY <sql>', 'x = QUERY "select ${v}"', 'QUERY']]),
  row('QUERY METRICS', [
    [
      'QUERY METRICS <metric:operand> FOR <range:operand> BY <interval>',
      'x = QUERY METRICS "m" FOR "7d" BY "1h"',
      'x = QUERY METRICS "m" FOR "7d"',
    ],
  ]),
  row('SORT', [['SORT <list:operand> BY <field:operand> [( ASC | DESC )]', 'x = SORT rows BY "age" DESC', 'x = SORT rows BY']], NO_CALL),
  row(
    'APPEND',
    [
      ['APPEND <list> ( , | WITH ) <item>', 'APPEND list, 3', 'APPEND list'],
      ['x = APPEND x WITH y', 'x = APPEND x WITH'],
    ],
    NO_CALL,
  ),
  row('PUSH', [['PUSH <list>, <item>', 'PUSH list, 3', 'PUSH list']], NO_CALL),
  row('SEARCH', [['SEARCH <table:name>, <query> [, <limit>]', 'x = SEARCH docs, "tea", 3', 'x = SEARCH docs']]),
  row('SEARCH PRODUCTS', [['SEARCH PRODUCTS <query> [, <limit>]', 'x = SEARCH PRODUCTS "tea"', 'x = SEARCH PRODUCTS *']]),
  row('PRODUCT', [['PRODUCT <id>', 'x = PRODUCT 7', 'PRODUCT']]),
  row('PRODUCTS', [['PRODUCTS', 'PRODUCTS', 'PRODUCTS now']]),
  row('SCAN BARCODE', [['SCAN BARCODE <image>', 'x = SCAN BARCODE img', 'SCAN BARCODE']]),
  row('IMPORT', [['IMPORT <file>', 'x = IMPORT "a.csv"', 'IMPORT']]),
  row('EXPORT', [['EXPORT <file>, <rows>', 'EXPORT "a.csv", rows', 'EXPORT "a.csv"']]),
  row('DETECT', [['DETECT <table:name>', 'x = DETECT sales', 'DETECT']]),
  row('SYNCHRONIZE', [
    [
      'SYNCHRONIZE <url>, <table>, <key>, <page>, <limit>',
      'SYNCHRONIZE "https://x.org", "users", "id", "page", "limit"',
      'SYNCHRONIZE "https://x.org"',
    ],
  ]),
  row('RESET REPORT', [['RESET REPORT', 'RESET REPORT', 'RESET REPRT']]),
  row('REFRESH', [['REFRESH <source>', 'REFRESH "sales"', 'REFRESH']]),
  row(
    'TABLE',
    [
      [
        'TABLE <table:word> [ON <connection:word>] { READ BY <readers:operand> | WRITE BY <writers:operand> } <fields:rows> END TABLE',
        'TABLE users ON erp READ BY "a;b" WRITE BY "c"\n  id number key\n  name* string(max)\nEND TABLE',
        'TABLE users\n  id number',
      ],
      ['TABLE users\n  id UUID PRIMARY KEY DEFAULT uuid_generate_v4()\nEND TABLE', 'TABLE users ON\n  id number\nEND TABLE'],
    ],
    DECLARATION,
  ),
  row('FIELD', [['FIELD <name:word> AS <type:word>', 'FIELD age AS INTEGER', 'FIELD age INTEGER']], DECLARATION),
  row(
    'CREATE INDEX',
    [['CREATE INDEX <index:sql>', 'CREATE INDEX by_name ON users(name)', 'CREATE INDX by_name ON users(name)']],
    STATEMENT,
  ),
];
