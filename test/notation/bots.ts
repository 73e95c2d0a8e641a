/** Family D: bots, orchestration, events. */
import { DECLARATION, type Row, row } from './row.ts';

const STATEMENT = { call: false, value: 'never' } as const;

export const bots: readonly Row[] = [
  row('ADD BOT', [
    [
      'ADD BOT <bot:operand> { /WITH TRIGGER <trigger> | /WITH TOOLS <tools> | /WITH SCHEDULE <schedule> }',
      'ADD BOT "sales" WITH TRIGGER "price,buy"',
      'ADD BOT "sales" WITH "price"',
    ],
    ['ADD BOT "sales"\n  WITH TOOLS "quote"\n  WITH SCHEDULE "0 9 * * *"', 'ADD BOT "sales" WITH TOOLS'],
  ]),
  row('REMOVE BOT', [['REMOVE BOT <bot>', 'REMOVE BOT "sales"', 'REMOVE BOT']]),
  row('LIST BOTS', [['LIST BOTS', 'x = LIST BOTS', 'LIST BOTS now']]),
  row('SET BOT PRIORITY', [['SET BOT PRIORITY <bot:operand>, <priority>', 'SET BOT PRIORITY "sales", 2', 'SET BOT PRIORITY "sales"']]),
  row('DELEGATE TO', [['DELEGATE TO <bot:operand> [WITH <context>]', 'DELEGATE TO "sales" WITH order', 'DELEGATE "sales"']]),
  row('TRANSFER CONVERSATION', [['TRANSFER CONVERSATION TO <bot>', 'TRANSFER CONVERSATION TO "sales"', 'TRANSFER CONVERSATION "sales"']]),
  row('BROADCAST TO BOTS', [['BROADCAST TO BOTS <message>', 'BROADCAST TO BOTS "hello"', 'BROADCAST TO BOTS']]),
  row('SET BOT REFLECTION', [['SET BOT REFLECTION <value>', 'SET BOT REFLECTION TRUE', 'SET BOT REFLECTION']]),
  row('REFLECT ON', [['REFLECT ON <subject>', 'REFLECT ON "today"', 'REFLECT ON']]),
  row('GET REFLECTION INSIGHTS', [['GET REFLECTION INSIGHTS', 'x = GET REFLECTION INSIGHTS', 'GET REFLECTION INSIGHTS now']]),
  row('BOT SHARE MEMORY', [['BOT SHARE MEMORY <key:operand> WITH <bot>', 'BOT SHARE MEMORY "k" WITH "sales"', 'BOT SHARE MEMORY "k"']]),
  row('BOT SYNC MEMORY', [['BOT SYNC MEMORY FROM <bot>', 'BOT SYNC MEMORY FROM "sales"', 'BOT SYNC MEMORY "sales"']]),
  row(
    'ORCHESTRATE WORKFLOW',
    [
      ['ORCHESTRATE WORKFLOW [<name>] [<body:block> END WORKFLOW]', 'ORCHESTRATE WORKFLOW "order"', 'ORCHESTRATE "order"'],
      [
        'ORCHESTRATE WORKFLOW "order"\n  STEP 1: BOT "a" "check"\nEND WORKFLOW',
        'ORCHESTRATE WORKFLOW "order"\n  STEP 1: BOT\nEND WORKFLOW',
      ],
    ],
    STATEMENT,
  ),
  row(
    'STEP',
    [
      ['STEP <number:operand> : <do:statement>', 'STEP 1: BOT "check" "the order"', 'STEP 1 BOT "check"'],
      ['STEP 2: HUMAN APPROVAL FROM "boss" TIMEOUT 1800', 'STEP 2: HUMAN APROVAL FROM "boss"'],
      ['STEP 3: PARALLEL\n  BRANCH a: BOT "x" "y"\n  BRANCH b: BOT "z" "w"\nEND PARALLEL', 'STEP 3:'],
      ['STEP 4: CALL "ship.bas", order', 'STEP 4: CALL'],
    ],
    STATEMENT,
  ),
  row('BOT', [['BOT <bot:operand> <task:operand> [WITH <input:pairs>]', 'BOT "check" "the order"', 'BOT "check"']], STATEMENT),
  row('HUMAN APPROVAL', [
    [
      'HUMAN APPROVAL [FROM <who:operand>] { TIMEOUT <seconds> | FOR <subject> }',
      'HUMAN APPROVAL FROM "boss" TIMEOUT 1800',
      'HUMAN APPROVAL FROM',
    ],
  ]),
  row('HUMAN INPUT', [
    ['HUMAN INPUT <prompt:operand> [FROM <who:operand>] [TIMEOUT <seconds>]', 'x = HUMAN INPUT "Which?" FROM "boss"', 'HUMAN INPUT'],
  ]),
  row('TIMEOUT', [['TIMEOUT <seconds>', 'TIMEOUT 1800', 'TIMEOUT']], STATEMENT),
  row(
    'ON TIMEOUT',
    [
      ['ON TIMEOUT : <do:statement>', 'ON TIMEOUT: ESCALATE TO "boss"', 'ON TIMEOUT'],
      ['ON TIMEOUT: APPROVE WITH WARNING', 'ON TIMEOUT:'],
      ['ON TIMEOUT: REJECT ORDER', 'ON TIMEOUT REJECT ORDER'],
    ],
    STATEMENT,
  ),
  row('ESCALATE TO', [['ESCALATE TO <who>', 'ESCALATE TO "boss"', 'ESCALATE TO']]),
  row('APPROVE', [['APPROVE [WITH WARNING]', 'APPROVE WITH WARNING', 'APPROVE WITH']], STATEMENT),
  row('REJECT', [['REJECT [<what:word>]', 'REJECT ORDER', 'REJECT ORDER now']], STATEMENT),
  row('DELAY', [['DELAY <seconds>', 'DELAY 86400', 'DELAY']]),
  row(
    'ON EVENT',
    [
      [
        'ON EVENT <event:operand> [WHERE <where:cond>] DO <body:block> END ON',
        'ON EVENT "paid" WHERE total > 10 DO\n  TALK total\nEND ON',
        'ON EVENT "paid" DO\n  TALK total',
      ],
      ['ON EVENT <event:operand>', 'ON EVENT "paid"', 'ON EVENT'],
    ],
    STATEMENT,
  ),
  row('PUBLISH EVENT', [
    ['PUBLISH EVENT <event:operand> [KEY <key:operand>] { /WITH <payload:pairs> } [/END PUBLISH]', 'PUBLISH EVENT "paid"', 'PUBLISH EVENT'],
    ['PUBLISH EVENT "paid" KEY id\n  WITH total = 3, who = name\nEND PUBLISH', 'PUBLISH EVENT "paid" WITH total'],
  ]),
  row('WAIT FOR EVENT', [
    [
      'WAIT FOR EVENT <event:operand> { WHERE <where:cond> | TIMEOUT <seconds> }',
      'WAIT FOR EVENT "paid" TIMEOUT 60',
      'WAIT FOR EVENT "paid" TIMEOUT',
    ],
  ]),
  ...['INSERT', 'UPDATE', 'DELETE'].map((act) =>
    row(
      `ON ${act}`,
      [
        [`ON ${act} OF <table:operand> [DO <do:statement>]`, `ON ${act} OF "orders"`, `ON ${act} "orders"`],
        [`ON ${act} OF "orders" DO CALL "script"`, `ON ${act} OF "orders" DO`],
      ],
      STATEMENT,
    ),
  ),
  row(
    'ON EMAIL',
    [
      [
        'ON EMAIL <address:operand> { FROM <from:operand> | SUBJECT <subject:operand> }',
        'ON EMAIL "a@x.org" FROM "b@x.org" SUBJECT "Hi"',
        'ON EMAIL "a@x.org" FROM',
      ],
    ],
    STATEMENT,
  ),
  row('ON CHANGE', [['ON CHANGE <path>', 'ON CHANGE "docs"', 'ON CHANGE']], STATEMENT),
  row(
    'ON FORM SUBMIT',
    [
      [
        'ON FORM SUBMIT <form> <body:block> END ON',
        'ON FORM SUBMIT "contact"\n  TALK fields.name\nEND ON',
        'ON FORM SUBMIT "contact"\n  TALK fields.name',
      ],
    ],
    STATEMENT,
  ),
  row(
    'SET SCHEDULE',
    [
      ['SET SCHEDULE <when:operand> [, <script>]', 'SET SCHEDULE "0 9 * * *"', 'SET SCHEDULE'],
      ['SET SCHEDULE "0 0 9 * * *", "report.bas"', 'SET SCHEDULE "0 0 9 * * *", +'],
      [
        'SET SCHEDULE <when:operand> <script:operand> <job:operand>',
        'SET SCHEDULE "0 9 * * *" "report.bas" "daily"',
        'SET SCHEDULE "0 9 * * *" "report.bas" "daily" 4',
      ],
      [
        'SET SCHEDULE <when:operand> <at:operand>, <script>',
        'SET SCHEDULE "once" DATEADD(NOW(), "days", 2), "report.bas"',
        'SET SCHEDULE "once" later',
      ],
      ['SET SCHEDULE EVERY [<count:operand>] <unit:word>', 'SET SCHEDULE every 1 hour', 'SET SCHEDULE every'],
      ['SET SCHEDULE every day', 'SET SCHEDULE evry day'],
    ],
    DECLARATION,
  ),
  row(
    'SCHEDULE IN',
    [
      [
        'SCHEDULE IN <count:operand> <unit:word> DO <body:block> END SCHEDULE',
        'SCHEDULE IN 30 SECONDS DO\n  TALK "now"\nEND SCHEDULE',
        'SCHEDULE IN 30 DO\n  TALK "now"\nEND SCHEDULE',
      ],
    ],
    STATEMENT,
  ),
  row('WEBHOOK', [['WEBHOOK <name>', 'WEBHOOK "orders"', 'WEBHOOK']], DECLARATION),
  row('ERROR MESSAGE', [['ERROR MESSAGE', 'TALK ERROR MESSAGE', 'TALK ERROR MESAGE']], { call: false }),
  row('REQUIRE APPROVAL', [['REQUIRE APPROVAL [<subject>]', 'REQUIRE APPROVAL "refund"', 'REQUIRE APROVAL']]),
  row('SIMULATE IMPACT', [['SIMULATE IMPACT <subject>', 'x = SIMULATE IMPACT "price"', 'SIMULATE IMPACT']]),
  row('CHECK CONSTRAINTS', [['CHECK CONSTRAINTS <subject>', 'CHECK CONSTRAINTS order', 'CHECK CONSTRAINTS']]),
  row('AUDIT LOG', [['AUDIT LOG <message>', 'AUDIT LOG "done"', 'AUDIT LOG']]),
  row('PLAN START', [['PLAN START [<name>]', 'PLAN START "move"', 'PLAN STRT']]),
  row('PLAN END', [['PLAN END', 'PLAN END', 'PLAN END now']]),
  row('AUTO TASK', [['AUTO TASK <task>', 'AUTO TASK "clean up"', 'AUTO TASK']]),
  row('DECIDE', [['DECIDE <question>', 'x = DECIDE "ship?"', 'DECIDE']]),
  row('ESCALATE', [['ESCALATE <subject>', 'ESCALATE "refund"', 'ESCALATE']]),
  row('OPTION', [['OPTION <a:operand> OR <b:operand>', 'x = OPTION "a" OR "b"', 'OPTION "a"']]),
  row('USE MCP', [['USE MCP <server>', 'USE MCP "files"', 'USE MCP']]),
  row('MCP INVOKE', [['MCP INVOKE <tool:operand> [, <input>]', 'x = MCP INVOKE "files.read", { path: "a" }', 'MCP INVOKE']]),
  row('MCP LIST TOOLS', [['MCP LIST TOOLS [<server>]', 'x = MCP LIST TOOLS', 'MCP LIST TOOL']]),
];
