/**
 * PARAM: one input of this script. It becomes a variable of that name, and a property of the
 * JSON schema under which models and people call the script as a tool. Nothing happens at run time.
 */
import type { CheckedArgument, ParamDeclaration, Report } from '../src/spec/index.ts';
import { defineKeyword, flag, list, text, value, word } from '../src/spec/index.ts';
import type { Value } from '../src/values/index.ts';

const PARAMS = {
  name: word('Name of the variable.'),
  type: word('STRING, INTEGER, NUMBER, BOOLEAN, DATE, EMAIL, PHONE, OBJECT, ARRAY, FILE, ….').optional(),
  choices: list('The values it may have.').optional(),
  example: value('How a value looks.').optional(),
  description: text('What it means.').optional(),
  optional: flag('May be left out.').optional(),
  required: flag('May not be left out (the rule unless OPTIONAL or DEFAULT is written).').optional(),
  default: value('What stands in when it is left out.').optional(),
  options: list('The values it may have.').optional(),
};

export const param = defineKeyword({
  name: 'PARAM',
  group: 'tools',
  since: '0.1',
  summary: 'Declares an input of this script.',
  syntax: [
    'PARAM <name:word> AS <type:word> { LIKE <example:prose> | DESCRIPTION <description> | OPTIONAL | REQUIRED | DEFAULT <default> | ENUM <options> }',
    'PARAM <name:word> AS <choices...> { LIKE <example:prose> | DESCRIPTION <description> | OPTIONAL | REQUIRED | DEFAULT <default> }',
  ],
  value: 'never',
  call: false,
  params: PARAMS,
  example: 'PARAM day AS DATE LIKE "2026-11-21" DESCRIPTION "Day of the visit"',
  declare(args, declarations, report) {
    const declaration = declarationOf(args, report);
    if (!declaration) return;
    const earlier = declarations.params.some((each) => each.name.toLowerCase() === declaration.name.toLowerCase());
    if (earlier) report('duplicate-param', args.name?.span as CheckedArgument['span'], { name: declaration.name });
    else declarations.params.push(declaration);
  },
});

type Checked = Readonly<Partial<Record<keyof typeof PARAMS, CheckedArgument>>>;

function declarationOf(args: Checked, report: Report): ParamDeclaration | undefined {
  const written = (name: keyof Checked) => constant(args[name], report);
  const name = written('name');
  if (typeof name !== 'string') return undefined;
  const fallback = written('default');
  const options = written('choices') ?? written('options');
  const description = written('description');
  const example = written('example');
  return {
    name,
    type: String(written('type') ?? 'STRING').toUpperCase(),
    required: args.required !== undefined || (args.optional === undefined && args.default === undefined),
    ...(typeof description === 'string' && { description }),
    ...(example !== undefined && { example }),
    ...(fallback !== undefined && { default: fallback }),
    ...(Array.isArray(options) && { options }),
  };
}

function constant(argument: CheckedArgument | undefined, report: Report): Value | undefined {
  if (argument && argument.literal === undefined) report('not-constant', argument.span, { keyword: 'PARAM' });
  return argument?.literal;
}
