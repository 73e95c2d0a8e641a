/**
 * The forms of control flow, described as keywords are: their grammar is their own, so no syntax line of a module tells
 * what they look like. In snippets `${1:…}` is a place to fill in, `$0` where the cursor ends.
 */
export interface ControlForm {
  readonly name: string;
  readonly summary: string;
  readonly syntax: readonly string[];
  readonly example: string;
  /** Absent where the name alone is what is typed. */
  readonly snippet?: string;
  /** Of a part or an end: the block it belongs to. */
  readonly within?: 'if' | 'for' | 'forEach' | 'loop' | 'while' | 'select' | 'switch' | 'routine' | 'function' | 'with' | 'parallel';
}

const block = (name: string, syntax: string | readonly string[], summary: string, snippet: string, example: string): ControlForm => ({
  name,
  summary,
  syntax: [syntax].flat(),
  example,
  snippet,
});
const part = (within: NonNullable<ControlForm['within']>, name: string, summary: string, snippet?: string): ControlForm => ({
  name,
  summary,
  syntax: [name],
  example: name,
  within,
  ...(snippet && { snippet }),
});

export const CONTROL_FORMS: readonly ControlForm[] = [
  block(
    'IF',
    ['IF <condition> THEN … [ELSE IF <condition> THEN …] [ELSE …] END IF', 'IF <condition> THEN <statement> [ELSE <statement>]'],
    'Does what stands in it only where its condition holds.',
    'IF ${1:condition} THEN\n\t$0\nEND IF',
    'IF total > 100 THEN\n  TALK "That is a lot."\nEND IF',
  ),
  block(
    'IF … ELSE',
    'IF <condition> THEN … ELSE … END IF',
    'Does one thing where its condition holds, and another where it does not.',
    'IF ${1:condition} THEN\n\t$2\nELSE\n\t$0\nEND IF',
    'IF paid THEN\n  TALK "Thanks!"\nELSE\n  TALK "It is still open."\nEND IF',
  ),
  part('if', 'ELSE', 'What is done where no condition above holds.'),
  part('if', 'ELSE IF', 'Another condition, asked where none above holds.', 'ELSE IF ${1:condition} THEN\n\t$0'),
  part('if', 'END IF', 'Ends IF.'),
  block(
    'FOR EACH',
    'FOR EACH <name> IN <list> [LAST <n>] … NEXT',
    'Goes through the elements of a list, as it was at the start.',
    'FOR EACH ${1:item} IN ${2:list}\n\t$0\nNEXT',
    'FOR EACH item IN items\n  TALK item.name\nNEXT',
  ),
  block(
    'FOR',
    'FOR <name> = <from> TO <to> [STEP <step>] … NEXT',
    'Counts from one number to another.',
    'FOR ${1:i} = ${2:1} TO ${3:10}\n\t$0\nNEXT',
    'FOR i = 1 TO 3\n  TALK i\nNEXT',
  ),
  part('for', 'NEXT', 'Ends FOR and FOR EACH.'),
  part('for', 'END FOR', 'Ends FOR and FOR EACH.'),
  block(
    'WHILE',
    'WHILE <condition> … WEND',
    'Repeats while its condition holds.',
    'WHILE ${1:condition}\n\t$0\nWEND',
    'WHILE n < 3\n  n = n + 1\nWEND',
  ),
  part('while', 'WEND', 'Ends WHILE.'),
  part('while', 'END WHILE', 'Ends WHILE.'),
  block(
    'DO',
    ['DO … LOOP [WHILE|UNTIL <condition>]', 'DO WHILE|UNTIL <condition> … LOOP'],
    'Repeats what stands in it at least once, until its condition holds.',
    'DO\n\t$0\nLOOP UNTIL ${1:condition}',
    'DO\n  n = n - 1\nLOOP UNTIL n = 0',
  ),
  part('loop', 'LOOP', 'Ends DO.'),
  part('loop', 'LOOP UNTIL', 'Ends DO; goes round until the condition holds.'),
  part('loop', 'LOOP WHILE', 'Ends DO; goes round while the condition holds.'),
  block(
    'SELECT CASE',
    'SELECT CASE <value> CASE <value>, … … [CASE ELSE …] END SELECT',
    'Runs the first case that fits a value, and only that one.',
    'SELECT CASE ${1:value}\n\tCASE ${2:"a"}\n\t\t$0\n\tCASE ELSE\nEND SELECT',
    'SELECT CASE kind\n  CASE "a", "b"\n    TALK "one of the first"\n  CASE ELSE\n    TALK "another"\nEND SELECT',
  ),
  part('select', 'CASE', 'What is done for a value, several, a range (1 TO 3) or a comparison (IS > 3).', 'CASE ${1:value}\n\t$0'),
  part('select', 'CASE ELSE', 'What is done where no case fits.'),
  part('select', 'END SELECT', 'Ends SELECT CASE.'),
  part('switch', 'DEFAULT', 'What is done where no case fits.'),
  part('switch', 'END SWITCH', 'Ends SWITCH.'),
  block(
    'SUB',
    'SUB <name>(<parameters>) … END SUB',
    'A part of the script with a name; CALL runs it.',
    'SUB ${1:name}(${2})\n\t$0\nEND SUB',
    'SUB greet(who)\n  TALK "Hello " + who\nEND SUB',
  ),
  block(
    'FUNCTION',
    'FUNCTION <name>(<parameters>) … END FUNCTION',
    'A part of the script that gives a value.',
    'FUNCTION ${1:name}(${2})\n\tRETURN $0\nEND FUNCTION',
    'FUNCTION double(n)\n  RETURN n * 2\nEND FUNCTION',
  ),
  part('routine', 'END SUB', 'Ends SUB.'),
  part('function', 'END FUNCTION', 'Ends FUNCTION.'),
  block(
    'CALL',
    ['CALL <routine>(<arguments>)', 'CALL "script.bas"[, <arguments>]'],
    'Runs a SUB or FUNCTION of this script, or another script of the package.',
    'CALL ${1:name}',
    'CALL greet("Ana")',
  ),
  block(
    'WITH',
    'WITH <name> … END WITH',
    'Makes an object of lines like field = value.',
    'WITH ${1:name}\n\t${2:field} = ${3:value}\nEND WITH',
    'WITH order\n  status = "open"\nEND WITH',
  ),
  part('with', 'END WITH', 'Ends WITH.'),
  block(
    'PARALLEL',
    [
      'PARALLEL … BRANCH … END PARALLEL',
      'PARALLEL ANY … END PARALLEL',
      'PARALLEL <n> … END PARALLEL',
      'PARALLEL FOR EACH <name> IN <list> [MAX <m>] … END PARALLEL',
    ],
    'Runs its branches side by side and goes on when all have ended.',
    'PARALLEL\n\tBRANCH ${1:a}:\n\t\t$0\n\tBRANCH ${2:b}:\nEND PARALLEL',
    'PARALLEL\n  BRANCH a: BOT "checker" "check the contract" INTO contract\n  BRANCH b: BOT "assessor" "estimate the damage" INTO estimate\nEND PARALLEL',
  ),
  block(
    'PARALLEL FOR EACH',
    'PARALLEL FOR EACH <name> IN <list> [MAX <m>] … END PARALLEL',
    'Runs its lines for each element of a list, side by side.',
    'PARALLEL FOR EACH ${1:item} IN ${2:list}\n\t$0\nEND PARALLEL',
    'PARALLEL FOR EACH city IN cities MAX 3\n  BOT "weather" "of " + city INTO forecast\nEND PARALLEL',
  ),
  part('parallel', 'BRANCH', 'One of the branches that run side by side.', 'BRANCH ${1:name}:\n\t$0'),
  part('parallel', 'END PARALLEL', 'Ends PARALLEL.'),
  block('GOTO', 'GOTO <label>', 'Goes on at a label of this part of the script.', 'GOTO ${1:label}', 'GOTO again'),
  block(
    'RETURN',
    ['RETURN [<value>]', 'RETURN WITH <field> AS <value>, …'],
    'Ends this part of the script and gives its value.',
    'RETURN $0',
    'RETURN total',
  ),
  block(
    'RETURN WITH',
    'RETURN WITH <field> AS <value>, …',
    'Ends the script and gives an object.',
    'RETURN WITH ${1:field} AS ${2:value}',
    'RETURN WITH status AS "open"',
  ),
  ...['EXIT', 'EXIT FOR', 'EXIT DO', 'EXIT WHILE', 'EXIT SELECT', 'EXIT SUB', 'EXIT FUNCTION'].map((name) =>
    block(name, name, name === 'EXIT' ? 'Ends the script.' : `Leaves the innermost ${name.slice(5)}.`, name, name),
  ),
  block('CONTINUE', 'CONTINUE', 'Goes on with the next turn of the loop.', 'CONTINUE', 'CONTINUE'),
  block(
    'ON ERROR RESUME NEXT',
    'ON ERROR RESUME NEXT',
    'After an error the run goes on with the next statement.',
    'ON ERROR RESUME NEXT',
    'ON ERROR RESUME NEXT',
  ),
  block(
    'ON ERROR GOTO',
    ['ON ERROR GOTO <label>', 'ON ERROR GOTO 0'],
    'After an error the run goes on at a label; 0 ends that.',
    'ON ERROR GOTO ${1:label}',
    'ON ERROR GOTO failed',
  ),
  block('CLEAR ERROR', 'CLEAR ERROR', 'Forgets the error that was trapped last.', 'CLEAR ERROR', 'CLEAR ERROR'),
  block('THROW', 'THROW [<message>]', 'Ends with an error, which ON ERROR can trap.', 'THROW "${1:message}"', 'THROW "no such order"'),
  block('LET', 'LET <name> = <value>', 'Gives a variable a value; LET may be left out.', 'LET ${1:name} = ${2:value}', 'LET total = 3'),
  block('END', 'END', 'Ends the script.', 'END', 'END'),
];

const BY_NAME = new Map(CONTROL_FORMS.map((form) => [form.name, form]));
export const controlForm = (name: string): ControlForm | undefined => BY_NAME.get(name);
