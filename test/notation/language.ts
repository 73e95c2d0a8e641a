/** What families I and J leave to keywords: values made in place, the clock, old helpers. */
import { type Row, row } from './row.ts';

export const language: readonly Row[] = [
  row('NEW OBJECT', [['NEW OBJECT', 'x = NEW OBJECT', 'NEW OBJEKT']]),
  row('NEW ARRAY', [['NEW ARRAY', 'x = NEW ARRAY', 'NEW ARAY']]),
  row('CREATE OBJECT', [['CREATE OBJECT', 'x = CREATE OBJECT', 'CREATE OBJEKT']]),
  row('INCLUDE', [['INCLUDE <file:name>', 'INCLUDE helpers.bas', 'INCLUDE']]),
  ...['NOW', 'TODAY', 'TIME', 'TIMESTAMP', 'UNIX TIMESTAMP', 'NOW UTC', 'NOW STR', 'TODAY STR', 'SESSION ID', 'BOT ID'].map((name) =>
    row(name, [[name, `x = ${name.replace(' ', '_')}()`, `x = ${name.replace(' ', '_')}(`]]),
  ),
  ...['LOG ERROR', 'LOG WARN', 'LOG INFO', 'LOG DEBUG'].map((name) =>
    row(name, [[`${name} <message>`, `${name.replace(' ', '_')}("a")`, name]]),
  ),
  ...[
    'VALIDATE FORM',
    'GET SUBMISSIONS',
    'SAVE SUBMISSION',
    'IS FORM SUBMISSION',
    'REGISTER FORM HANDLER',
    'APPROVAL IS APPROVED',
    'APPROVAL DECISION',
    'EPISODE SUMMARY',
  ].map((name) => row(name, [[`${name} [<values...>]`, `x = ${name.replaceAll(' ', '_')}("a")`, `x = ${name.replaceAll(' ', '_')}("a"`]])),
  ...[
    'DETECT URGENCY',
    'CLASSIFY INTENT',
    'IS PERSONAL EMAIL',
    'IS AUTOREPLY',
    'GET NEXT AVAILABLE AGENT',
    'GENERATE CASE NUMBER',
    'GET LAST MESSAGE TIME',
    'IS ACTIVE',
    'FORMAT HISTORY',
  ].map((name) => row(name, [[`${name} [<values...>]`, `x = ${name.replaceAll(' ', '_')}("a")`, `x = ${name.replaceAll(' ', '_')}("a"`]])),
];
