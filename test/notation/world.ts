/** Families F, G and H: HTTP and files, AI and media, messages and people. */
import { type Row, row } from './row.ts';

const NO_CALL = { call: false } as const;

const files: readonly Row[] = [
  row('GET', [
    ['GET <what>', 'x = "a" + GET "https://x.org/" + id', 'GET'],
    ['x = { a: GET "a", b: 2 }', 'x = { a: GET "a" b: 2 }'],
    ['GET <what> INTO <v:target>', 'GET "https://x.org" INTO x.y', 'GET "https://x.org" INTO 3'],
  ]),
  row('POST', [['POST <url> [, <data>]', 'r = POST "https://x.org", { a: 1 }', 'r = POST "https://x.org", +']]),
  row('PUT', [['PUT <url>, <data>', 'PUT "https://x.org", x', 'PUT "https://x.org"']]),
  row('PATCH', [['PATCH <url>, <data>', 'PATCH "https://x.org", x', 'PATCH "https://x.org"']]),
  row('DELETE HTTP', [['DELETE HTTP <url>', 'DELETE HTTP "https://x.org"', 'DELETE HTTP']]),
  row('SET HEADER', [
    ['SET HEADER <name:operand> ( , | AS ) <value>', 'SET HEADER "a", "b"', 'SET HEADER "a" "b"'],
    ['Set HEADER "a" as "b"', 'Set HEADER "a" as'],
  ]),
  row('CLEAR HEADERS', [['CLEAR HEADERS', 'CLEAR HEADERS', 'CLEAR HEADER']]),
  row('GRAPHQL', [
    ['GRAPHQL <url>, <query> [, <variables>]', 'x = GRAPHQL "https://x.org", "{ a }", { b: 1 }', 'x = GRAPHQL "https://x.org"'],
  ]),
  row('SOAP', [['SOAP <wsdl>, <operation> [, <values>]', 'x = SOAP "https://x.org", "op", { b: 1 }', 'x = SOAP "https://x.org"']]),
  row('SET PAGE MODE', [['SET PAGE MODE <mode>', 'SET PAGE MODE "auto"', 'SET PAGE MODE']]),
  row('SET CONTINUATION TOKEN', [['SET CONTINUATION TOKEN <token>', 'SET CONTINUATION TOKEN x', 'SET CONTINUATION TOKEN']]),
  row('CALL', [['CALL <path> [, <values...>]', 'x = CALL "/files/list", "a",\n  3', 'x = CALL "/files/list", +']], NO_CALL),
  row('SCRAPE', [['SCRAPE <url>, <selector>', 'x = SCRAPE "https://x.org", "h1"', 'x = SCRAPE "https://x.org"']]),
  row('SCRAPE ALL', [['SCRAPE ALL <url>, <selector>', 'x = SCRAPE_ALL "https://x.org", "h1"', 'x = SCRAPE_ALL "https://x.org"']]),
  row('SCRAPE TABLE', [['SCRAPE TABLE <url> [, <selector>]', 'x = SCRAPE_TABLE "https://x.org", "t"', 'SCRAPE_TABLE']]),
  row('SCRAPE LINKS', [['SCRAPE LINKS <url>', 'x = SCRAPE_LINKS "https://x.org"', 'SCRAPE_LINKS']]),
  row('SCRAPE IMAGES', [['SCRAPE IMAGES <url>', 'x = SCRAPE_IMAGES "https://x.org"', 'SCRAPE_IMAGES']]),
  row('RSS', [['RSS <url> [, <count>]', 'x = RSS "https://x.org", 5', 'RSS']]),
  row('DOWNLOAD', [['DOWNLOAD <url> [, <path>]', 'p = DOWNLOAD "https://x.org", "a.pdf"', 'DOWNLOAD']]),
  row('UPLOAD', [
    ['UPLOAD <file> [( , | TO ) <path>]', 'u = UPLOAD x, "a.pdf"', 'UPLOAD'],
    ['UPLOAD x TO "a.pdf"', 'UPLOAD x TO'],
  ]),
  row('READ', [['READ <path>', 'x = READ "a.txt"', 'READ']]),
  row('WRITE', [['WRITE <path>, <data>', 'WRITE "a.csv", CSV(x)', 'WRITE "a.csv"']]),
  row('COPY', [['COPY <from>, <to>', 'COPY "a", "b"', 'COPY "a"']]),
  row('MOVE', [['MOVE <from>, <to>', 'MOVE "a", "b"', 'MOVE "a" "b"']]),
  row('LIST', [['LIST <path>', 'x = LIST "docs"', 'LIST']]),
  row('DIR', [['DIR <path>', 'x = DIR "docs"', 'DIR']]),
  row('DELETE FILE', [
    ['DELETE FILE <path>', 'DELETE_FILE "a"', 'DELETE FILE'],
    ['DELETE FILE "a"', 'DELETE FIL "a"'],
  ]),
  row('COMPRESS', [['COMPRESS <files>, <archive>', 'COMPRESS ["a", "b"], "c.zip"', 'COMPRESS ["a", "b"]']]),
  row('EXTRACT', [['EXTRACT <archive>, <folder>', 'EXTRACT "c.zip", "d"', 'EXTRACT "c.zip"']]),
  row('GENERATE PDF', [
    ['GENERATE PDF <template>, <data>, <file>', 'GENERATE_PDF "t", x, "a.pdf"', 'GENERATE_PDF "t", x'],
    [
      'GENERATE PDF <file:operand> WITH TEMPLATE <template:operand> DATA <data>',
      'GENERATE PDF "a.pdf" WITH TEMPLATE "t" DATA x',
      'GENERATE PDF "a.pdf" WITH TEMPLATE "t"',
    ],
  ]),
  row('MERGE PDF', [['MERGE PDF <files>, <file>', 'MERGE_PDF ["a", "b"], "c.pdf"', 'MERGE PDF ["a", "b"]']]),
  row('CREATE FILE', [['CREATE FILE <path:operand> WITH <data>', 'CREATE FILE "a.txt" WITH x', 'CREATE FILE "a.txt"']]),
  row('CREATE SITE', [['CREATE SITE <alias>, <template>, <prompt>', 'CREATE_SITE "shop", "t", "a shop"', 'CREATE SITE "shop"']]),
  row('CREATE FOLDER', [['CREATE FOLDER <path>', 'CREATE FOLDER "docs"', 'CREATE FOLDER']]),
  row('SHARE FOLDER', [['SHARE FOLDER <path> [WITH <who>]', 'x = SHARE FOLDER "docs" WITH "ana"', 'SHARE FOLDER']]),
  row('CONVERT', [['CONVERT <file> TO <format>', 'CONVERT "a.docx" TO "pdf"', 'CONVERT "a.docx"']]),
  row('AS IMAGE', [['AS IMAGE <value>', 'x = AS IMAGE rows', 'AS IMAGE']]),
  row('AS PDF', [['AS PDF <value>', 'x = AS PDF rows', 'AS PDF']]),
  row('OPEN', [['OPEN <url>', 'page = OPEN "https://x.org"', 'OPEN']]),
  row('CLICK', [['CLICK <selector>', 'CLICK "#go"', 'CLICK']]),
  row('HOVER', [['HOVER <selector>', 'HOVER "#go"', 'HOVER']]),
  row('PRESS', [['PRESS <key>', 'PRESS "Enter"', 'PRESS']]),
  row('SCREENSHOT', [['SCREENSHOT [<selector>]', 'x = SCREENSHOT "#go"', 'SCREENSHOT "a" "b"']]),
  row('TEXT OF', [['TEXT OF <selector>', 'x = TEXT OF "#go"', 'TEXT OF']]),
  ...['PYTHON', 'JAVASCRIPT', 'BASH'].map((name) =>
    row(`RUN ${name}`, [
      [`RUN ${name} <code>`, `x = RUN ${name} "1 + 1"`, `RUN ${name}`],
      [`RUN ${name} WITH FILE <file>`, `x = RUN ${name} WITH FILE "a"`, `RUN ${name} WITH FILE`],
    ]),
  ),
];

const ai: readonly Row[] = [
  row('LLM', [
    [
      'LLM <prompt> { /WITH MODEL <model> | /WITH OPTIMIZE FOR <goal> | /WITH MAX_COST <cost> | /WITH MAX_LATENCY <latency> }',
      'x = LLM "Say ${y}"',
      'LLM',
    ],
    ['x = LLM "Say " + y\n  WITH OPTIMIZE FOR "speed"\n  WITH MAX_COST 3', 'x = LLM "Say " WITH OPTIMIZE "speed"'],
  ]),
  ...['REWRITE', 'ANSWER', 'CALCULATE', 'VALIDATE', 'SENTIMENT', 'OCR', 'IMAGE', 'WEATHER'].map((name) =>
    row(name, [[`${name} <text>`, `x = ${name} "a \${b}"`, name]]),
  ),
  row('SUMMARIZE', [['SUMMARIZE <text> [, <length>]', 'x = SUMMARIZE text', 'SUMMARIZE']]),
  row('TRANSLATE', [['TRANSLATE <text>, <language>', 'x = TRANSLATE text, "pt"', 'x = TRANSLATE text "pt"']]),
  row('CLASSIFY', [['CLASSIFY <text>, <categories>', 'x = CLASSIFY text, ["a", "b"]', 'x = CLASSIFY text ["a"]']]),
  row('FORECAST', [['FORECAST <city>, <days>', 'x = FORECAST "Rome", 3', 'FORECAST "Rome"']]),
  row('SEE', [['SEE <image>', 'x = SEE photo', 'SEE']]),
  row('SEE CAPTION OF', [['SEE CAPTION OF <image:operand> AS <v:target>', 'SEE CAPTION OF photo AS text', 'SEE CAPTION OF photo']]),
  row('DESCRIBE IMAGE', [['DESCRIBE IMAGE <file>', 'x = DESCRIBE IMAGE "a.png"', 'DESCRIBE IMAGE']]),
  row('DESCRIBE VIDEO', [['DESCRIBE VIDEO <file>', 'x = DESCRIBE VIDEO "a.mp4"', 'DESCRIBE VIDEO']]),
  row('SPEECH TO TEXT', [['SPEECH TO TEXT <file>', 'x = SPEECH TO TEXT audio', 'SPEECH TO TEXT']]),
  row('GET IMAGE', [['GET IMAGE <prompt>', 'x = GET IMAGE "a cat"', 'GET IMAGE']]),
  row('QR CODE', [['QR CODE <text> [, <size> [, <path>]]', 'x = QR_CODE "a", 200, "q.png"', 'QR CODE']]),
  row('WEBSITE OF', [['WEBSITE OF <company>', 'x = WEBSITE OF "Acme"', 'WEBSITE OF']]),
  row('IMPROVE TEXT', [['IMPROVE TEXT <text> WITH TONE <tone>', 'x = IMPROVE TEXT t WITH TONE "warm"', 'x = IMPROVE TEXT t']]),
  row('KB STATISTICS', [['KB STATISTICS', 'x = KB STATISTICS', 'KB STATISTIC']]),
  row('KB COLLECTION STATS', [['KB COLLECTION STATS <collection>', 'x = KB COLLECTION STATS "a"', 'KB COLLECTION STATS']]),
  row('KB DOCUMENTS COUNT', [['KB DOCUMENTS COUNT', 'x = KB DOCUMENTS COUNT', 'KB DOCUMENTS']]),
  row('KB DOCUMENTS ADDED SINCE', [['KB DOCUMENTS ADDED SINCE <date>', 'x = KB DOCUMENTS ADDED SINCE d', 'KB DOCUMENTS ADDED']]),
  row('KB LIST COLLECTIONS', [['KB LIST COLLECTIONS', 'x = KB LIST COLLECTIONS', 'KB LIST']]),
  row('KB STORAGE SIZE', [['KB STORAGE SIZE', 'x = KB STORAGE SIZE', 'KB STORAGE']]),
  row('JSON PARSE', [['JSON PARSE <text>', 'x = JSON PARSE body', 'JSON PARSE']], NO_CALL),
  row('GENERATE CODE', [['GENERATE CODE <length>', 'x = GENERATE CODE 6', 'GENERATE CODE']]),
  row('GENERATE SECURE LINK', [
    [
      'GENERATE SECURE LINK <path:operand> EXPIRES <count:operand> <unit:word>',
      'x = GENERATE SECURE LINK "a" EXPIRES 7 DAYS',
      'x = GENERATE SECURE LINK "a" EXPIRES 7',
    ],
  ]),
  row('DETECT FACES', [['DETECT FACES <image>', 'x = DETECT FACES photo', 'DETECT FACES']]),
  row('GPIO READ', [['GPIO READ <pin>', 'x = GPIO READ 4', 'GPIO READ']]),
  row('GPIO WRITE', [['GPIO WRITE <pin>, <value>', 'GPIO WRITE 4, 1', 'GPIO WRITE 4']]),
];

const people: readonly Row[] = [
  row('SEND MAIL', [
    [
      'SEND MAIL <to>, <subject> [, <body> [, <files>]] [USING <account>]',
      'id = SEND MAIL to, "Hi", "Body", ["a.pdf"] USING "ana@x.org"',
      'SEND MAIL to',
    ],
  ]),
  row('SEND EMAIL', [['SEND EMAIL <to>, <subject> [, <body> [, <files>]]', 'SEND EMAIL to, "Hi"', 'SEND EMAIL to']]),
  row('CREATE DRAFT', [['CREATE DRAFT <to>, <subject>, <body> [, <files>]', 'CREATE_DRAFT to, "Hi", "Body"', 'CREATE_DRAFT to, "Hi"']]),
  row('SEND SMS', [
    ['SEND SMS <to>, <text> [, <provider> [, <priority>]]', 'SEND_SMS "+1", "Hi", "twilio"', 'SEND_SMS "+1"'],
    ['SEND SMS TO <to>, <text>', 'SEND SMS TO "+1", "Hi"', 'SEND SMS TO "+1"'],
  ]),
  row('SEND TEMPLATE', [
    ['SEND TEMPLATE <template>, <channel>, <to>, <variables>', 'r = SEND TEMPLATE "hi", "sms", to, { a: 1 }', 'SEND TEMPLATE "hi", "sms"'],
    ['r = SEND_TEMPLATE("hi", "sms", to, { a: 1 })', 'r = SEND_TEMPLATE("hi", "sms"'],
    ['SEND TEMPLATE TO <to>, <template> [, <variables>]', 'SEND TEMPLATE TO "+1", "hi"', 'SEND TEMPLATE TO "+1"'],
  ]),
  ...['CREATE TEMPLATE', 'GET TEMPLATE', 'BULK SEND'].map((name) =>
    row(name, [[`${name} <values...>`, `r = ${name.replace(' ', '_')}("a", 1)`, name]]),
  ),
  row('POST TO', [
    ['POST TO <platform:word> <values...> [AT <time>]', 'POST TO INSTAGRAM user, pass, "a.png", "Hi"', 'POST TO'],
    ['POST TO "twitter" "Hi" AT time', 'POST TO "twitter" "Hi" AT'],
  ]),
  ...['INSTAGRAM', 'FACEBOOK', 'LINKEDIN', 'TWITTER'].flatMap((name) => [
    row(`GET ${name} METRICS`, [[`GET ${name} METRICS [<id>]`, `x = GET ${name} METRICS id`, `GET ${name} METRIC`]]),
    row(`GET ${name} POSTS`, [[`GET ${name} POSTS`, `x = GET ${name} POSTS`, `GET ${name} POSTS now`]]),
  ]),
  row('DELETE POST', [['DELETE POST <id>', 'DELETE POST id', 'DELETE POST']]),
  row('CREATE TASK', [['CREATE TASK <values...>', 'id = CREATE_TASK "Call", "ana", "2030-01-01"', 'CREATE_TASK']]),
  row('ASSIGN SMART', [['ASSIGN SMART <task>, <team>, <option>', 'ASSIGN_SMART t, team, TRUE', 'ASSIGN_SMART t, team']]),
  row('ADD MEMBER', [['ADD MEMBER <member>, <group>, <role>', 'ADD MEMBER m, "team", "admin"', 'ADD MEMBER m']]),
  row('CREATE TEAM', [['CREATE TEAM <values...>', 'CREATE_TEAM "a", ["b"]', 'CREATE_TEAM']]),
  row('BOOK', [['BOOK <values...>', 'id = BOOK "Room", "2030-01-01", 60', 'BOOK']]),
  row('BOOK MEETING', [['BOOK MEETING <values...>', 'BOOK_MEETING { a: 1 }', 'BOOK MEETING']]),
  row('CHECK AVAILABILITY', [['CHECK AVAILABILITY <values...>', 'x = CHECK_AVAILABILITY("a", 30)', 'CHECK_AVAILABILITY']]),
  row('NOTIFY', [['NOTIFY <who:operand>, <message>', 'NOTIFY "ana", "Hi"', 'NOTIFY "ana"']]),
  row('NOTIFY AGENT', [['NOTIFY AGENT <agent:operand> WITH <message>', 'NOTIFY AGENT a WITH "Hi"', 'NOTIFY AGENT a']]),
  row('TRANSFER TO HUMAN', [
    [
      'TRANSFER TO HUMAN [<department> [, <priority> [, <context>]]]',
      'r = TRANSFER TO HUMAN "sales", "high", "order"',
      'r = TRANSFER TO HUMAN "sales" "high"',
    ],
    ['r = TRANSFER_TO_HUMAN("sales")', 'r = TRANSFER_TO_HUMAN("sales"'],
  ]),
  ...['GET QUEUE', 'NEXT IN QUEUE'].map((name) => row(name, [[name, `x = ${name}`, `${name} now`]])),
  row('ASSIGN CONVERSATION', [
    ['ASSIGN CONVERSATION <session:operand> ( , | TO ) <attendant>', 'ASSIGN CONVERSATION s, a', 'ASSIGN CONVERSATION s'],
    ['ASSIGN CONVERSATION s TO a', 'ASSIGN CONVERSATION s TO'],
  ]),
  row('RESOLVE CONVERSATION', [
    ['RESOLVE CONVERSATION <session:operand> [WITH <reason>]', 'RESOLVE CONVERSATION s WITH "done"', 'RESOLVE CONVERSATION s WITH'],
  ]),
  row('SET PRIORITY', [['SET PRIORITY <session:operand>, <priority>', 'SET PRIORITY s, "high"', 'SET PRIORITY s']]),
  row('GET ATTENDANTS', [['GET ATTENDANTS [<status>]', 'x = GET ATTENDANTS "online"', 'GET ATTENDANTS "a" "b"']]),
  ...[
    'GET ATTENDANT STATS',
    'GET ATTENDANT STATUS',
    'GET CUSTOMER HISTORY',
    'GET SMART REPLIES',
    'GET SUMMARY',
    'GET LEAD SCORE',
    'QUALIFY LEAD',
  ].map((name) => row(name, [[`${name} <id>`, `x = ${name} id`, `${name} *`]])),
  ...['TAG CONVERSATION', 'ADD NOTE', 'GET TIPS', 'POLISH MESSAGE', 'ANALYZE SENTIMENT'].map((name) =>
    row(name, [[`${name} <session>, <text>`, `x = ${name} s, "a"`, `${name} s`]]),
  ),
  row('SCORE LEAD', [
    ['[AI] SCORE LEAD <lead>', 'r = AI SCORE LEAD { a: 1 }', 'r = AI SCORE LED { a: 1 }'],
    ['r = SCORE LEAD lead', 'SCORE LEAD'],
  ]),
  row('UPDATE LEAD SCORE', [['UPDATE LEAD SCORE <id>, <score> [, <reason>]', 'UPDATE LEAD SCORE id, 5, "reply"', 'UPDATE LEAD SCORE id']]),
  row('LOG', [['LOG <event> [, <details>]', 'LOG "ev", { a: 1 }', 'LOG "ev" { a: 1 }']], NO_CALL),
  row('RECORD METRIC', [
    ['RECORD METRIC <metric:operand> WITH <values:pairs>', 'RECORD METRIC "m" WITH k = 1, l = 2', 'RECORD METRIC "m" WITH k'],
  ]),
  row('LOG ACTIVITY', [['LOG ACTIVITY <values...>', 'LOG ACTIVITY "call", id', 'LOG ACTIVITY']]),
  row('PUBLISH', [['PUBLISH [<what>]', 'PUBLISH site', 'PUBLISH a b']]),
];

export const world: readonly Row[] = [...files, ...ai, ...people];
