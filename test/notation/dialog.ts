/** Family A: dialog and what the visitor sees. */
import { DECLARATION, type Row, row } from './row.ts';

export const dialog: readonly Row[] = [
  row('TALK', [
    ['TALK <message:prose>', 'TALK "Hello, " + name', 'TALK'],
    ['TALK Welcome to our shop', 'TALK Welcome to our'],
    ['talk "lower"', 'talkk "lower"'],
  ]),
  row('TALK TO', [
    ['TALK TO <who:operand>, <message>', 'TALK TO user.phone, "Hello"', 'TALK TO user.phone "Hello"'],
    ['TALK TO GET SESSION "phone", "Hello"', 'TALK TO GET SESSION "phone" "Hello"'],
  ]),
  row(
    'BEGIN TALK',
    [['BEGIN TALK <body:text> END TALK', 'BEGIN TALK\nHello ${name}, it\'s "open\nEND TALK', 'BEGIN TALK\nHello']],
    DECLARATION,
  ),
  row(
    'BEGIN SYSTEM PROMPT',
    [
      [
        'BEGIN SYSTEM PROMPT <body:text> END SYSTEM PROMPT',
        'BEGIN SYSTEM PROMPT\nYou know ${TOYAML(x)}.\nEND SYSTEM PROMPT',
        'BEGIN SYSTEM PROMPT x',
      ],
    ],
    DECLARATION,
  ),
  row(
    'BEGIN MAIL',
    [
      [
        'BEGIN MAIL <to:prose> <body:text> END MAIL',
        'BEGIN MAIL customer\nSubject: Hi\n\nDear ${name}\nEND MAIL',
        'BEGIN MAIL\nSubject: Hi\nEND MAIL',
      ],
      ['BEGIN MAIL "ana@example.org"\nSubject: Hi\nEND MAIL', 'BEGIN MAIL "ana@example.org\nSubject: Hi\nEND MAIL'],
      ['BEGIN MAIL ana@example.org\nSubject: Hi\nEND MAIL', 'BEGIN MAIL ana+@example.org\nSubject: Hi\nEND MAIL'],
    ],
    DECLARATION,
  ),
  row('HEAR', [
    ['HEAR <v:target> [AS <type:word>] { WITH <prompt> | DEFAULT <default> }', 'HEAR email AS EMAIL', 'HEAR email AS'],
    ['HEAR name', 'HEAR 3'],
    ['HEAR user.city WITH "Where?" DEFAULT "Rome"', 'HEAR user.city WITH'],
    ['HEAR day AS DATE DEFAULT TODAY()', 'HEAR day AS DATE DEFAULT'],
    ['HEAR <v:target> AS [MENU] <options...> { WITH <prompt> | DEFAULT <default> }', 'HEAR size AS "S", "M", "L"', 'HEAR size AS "S" "M"'],
    ['HEAR size AS MENU "S", "M"', 'HEAR size AS MENU "S" "M"'],
    ['HEAR more AS "done", *', 'HEAR more AS "done" *'],
    ['HEAR', 'HEAR', 'HEAR HEAR HEAR'],
  ]),
  row('ASK', [['ASK <prompt> [AS <type:word>]', 'age = ASK "How old?" AS INTEGER', 'age = ASK "How old?" AS']]),
  row('INPUT', [
    ['INPUT <prompt>, <v:target>', 'INPUT "Name?", name', 'INPUT "Name?", "x"'],
    ['INPUT <v:target>', 'INPUT name', 'INPUT'],
  ]),
  row('PRINT', [['PRINT <message>', 'PRINT 6 * 7', 'PRINT 6 *']]),
  row('DEBUG', [['DEBUG <value>', 'DEBUG x.y[0]', 'DEBUG x.y[0']]),
  row('WAIT', [['WAIT <seconds>', 'WAIT 0.5', 'WAIT']]),
  row('ADD SUGGESTION', [
    ['ADD SUGGESTION <value:operand> AS <label>', 'ADD SUGGESTION "faq" AS "Questions"', 'ADD SUGGESTION "faq" AS'],
    ['ADD_SUGGESTION "faq" AS "Questions"', 'ADD_SUGESTION "faq" AS "Questions"'],
    ['ADD SUGGESTION <label>', 'ADD SUGGESTION "Book now"', 'ADD SUGGESTION'],
  ]),
  row('ADD SUGGESTION TOOL', [
    ['ADD SUGGESTION TOOL <tool:operand> AS <label>', 'ADD_SUGGESTION_TOOL "book" AS "Book"', 'ADD_SUGGESTION_TOOL "book", "Book"'],
    ['ADD SUGGESTION TOOL "book" AS "Book"', 'ADD SUGGESTION TOOL "book" AS'],
  ]),
  row('ADD SUGGESTION TEXT', [
    ['ADD SUGGESTION TEXT <value:operand> AS <label>', 'ADD SUGGESTION TEXT "42" AS "The answer"', 'ADD SUGGESTION TEXT "42" AS'],
  ]),
  row('CLEAR SUGGESTIONS', [['CLEAR SUGGESTIONS', 'CLEAR SUGGESTIONS', 'CLEAR SUGESTIONS']]),
  row('ADD SWITCHER', [['ADD SWITCHER <id:operand> AS <label>', 'ADD SWITCHER "cards" AS "Cards"', 'ADD SWITCHER "cards" "Cards"']]),
  row('CLEAR SWITCHERS', [['CLEAR SWITCHERS', 'CLEAR SWITCHERS', 'CLEAR SWITCHERS now']]),
  row('SEND FILE', [
    ['SEND FILE <file> [, <caption>]', 'SEND FILE "menu.pdf", "Our menu"', 'SEND FILE'],
    ['SEND FILE TO <who:operand>, <file> [, <caption>]', 'SEND FILE TO mobile, "menu.pdf"', 'SEND FILE TO mobile "menu.pdf"'],
  ]),
  row('SEND MESSAGE', [['SEND MESSAGE <message>', 'SEND MESSAGE "Hi"', 'SEND MESAGE "Hi"']]),
  row('SEND TO', [['SEND TO <target:operand>, <message>', 'SEND TO "web:7", "Hi"', 'SEND TO "web:7" "Hi"']]),
  row('SEND TO SESSION', [['SEND TO SESSION <session:operand>, <message>', 'SEND TO SESSION id, "Hi"', 'SEND TO SESSION']]),
  row('BROADCAST', [['BROADCAST <message> TO <list>', 'BROADCAST "Hi" TO team', 'BROADCAST "Hi", team']]),
  row('CARD', [['CARD <document>, <data>', 'x = CARD "doc", rows', 'x = CARD "doc"']]),
  row('SHOW IMAGE', [['SHOW IMAGE <file>', 'SHOW IMAGE "a.png"', 'SHOW IMAGE']]),
  row('SHOW MENU', [['SHOW MENU', 'SHOW MENU', 'SHOW MENUS']]),
  row('CHART', [['CHART <type>, <data> [, <legends> [, <transpose>]]', 'img = CHART "pie", rows, names', 'img = CHART "pie"']]),
  row('CHART PROMPT', [['CHART PROMPT <prompt>', 'img = CHART PROMPT "sales"', 'CHART PROMPT']]),
  row('PLAY', [['PLAY <file> [WITH OPTIONS <options>]', 'PLAY "a.mp4" WITH OPTIONS { loop: TRUE }', 'PLAY "a.mp4" WITH { loop: TRUE }']]),
  row('STOP', [['STOP', 'STOP', 'STOP it']]),
  row('PAUSE', [['PAUSE', 'PAUSE', 'PAUSE it']]),
  row('RESUME', [['RESUME', 'RESUME', 'RESUME it']]),
  row('CHANGE THEME', [['CHANGE THEME <name>', 'CHANGE THEME "dark"', 'CHANGE THEME']]),
  row('START MEET', [['START MEET [<name>]', 'START MEET "standup"', 'START MET "standup"']]),
  row('JOIN MEET', [['JOIN MEET <name>', 'JOIN MEET "standup"', 'JOIN MEET']]),
  row('TRANSFER', [
    ['TRANSFER', 'TRANSFER', 'TRANSFER now'],
    ['TRANSFER TO <who>', 'TRANSFER TO "sales"', 'TRANSFER TO'],
  ]),
];
