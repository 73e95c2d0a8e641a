/** Values and conditions as a person would say them; what has no plain words is shown as the formula it is. */
import type { BinaryOperator, Expression, Pairs, TextTemplate } from '../../spec/index.ts';
import { code, inWords, name, type Part, type Parts, say, value } from './parts.ts';

const SPOKEN: Partial<Record<BinaryOperator, string>> = {
  '=': ' is ',
  '<>': ' is not ',
  '<': ' is less than ',
  '>': ' is more than ',
  '<=': ' is at most ',
  '>=': ' is at least ',
  contains: ' contains ',
  'not contains': ' does not contain ',
  like: ' looks like ',
  'not like': ' does not look like ',
  in: ' is one of ',
  'not in': ' is none of ',
  and: ' and ',
  or: ' or ',
};

/** What is said or given: texts in quotation marks, names as names. */
export function valuePhrase(node: Expression): Parts {
  switch (node.kind) {
    case 'text':
      return [value(node.bare ? node.value : `“${node.value}”`)];
    case 'template':
      return [value(`“${templateText(node)}”`)];
    case 'group':
      return valuePhrase(node.inner);
    case 'binary':
      return node.operator === '+' || node.operator === '&' ? joined(node) : [code(formula(node))];
    case 'list':
      return node.items.length > 0 ? listed(node.items) : say`an empty list`;
    default:
      return [simple(node)];
  }
}

/** “Hello” + name → “Hello [name]”: what is joined to texts reads as one text. */
function joined(node: Expression): Parts {
  const pieces = piecesOf(node);
  if (!pieces.some(({ kind }) => kind === 'text' || kind === 'template')) return [code(formula(node))];
  const written = pieces.map((piece) =>
    piece.kind === 'text' ? piece.value : piece.kind === 'template' ? templateText(piece) : `[${spoken(piece)}]`,
  );
  return [value(`“${written.join('')}”`)];
}

function piecesOf(node: Expression): Expression[] {
  if (node.kind === 'group') return piecesOf(node.inner);
  const isJoin = node.kind === 'binary' && (node.operator === '+' || node.operator === '&');
  return isJoin ? [...piecesOf(node.left), ...piecesOf(node.right)] : [node];
}

const templateText = (node: TextTemplate): string =>
  node.parts.map((part) => (typeof part === 'string' ? part : `[${spoken(part)}]`)).join('');

const spoken = (node: Expression): string => (node.kind === 'name' || node.kind === 'member' ? owned(node) : formula(node));

export function listed(items: readonly Expression[]): Parts {
  return items.flatMap((item, i) => [...say`${i === 0 ? '' : i === items.length - 1 ? ' or ' : ', '}`, ...valuePhrase(item)]);
}

export function pairsPhrase({ items }: Pairs): Parts {
  return items.flatMap(({ key, value: given }, i) => [
    ...say`${i === 0 ? '' : ', '}${name(key.kind === 'name' ? key.text : key.value)} `,
    ...valuePhrase(given),
  ]);
}

/** What is asked: `priority = "high"` → the priority is high. */
export function conditionPhrase(node: Expression): Parts {
  switch (node.kind) {
    case 'group':
      return conditionPhrase(node.inner);
    case 'binary': {
      const word = SPOKEN[node.operator];
      if (!word) return [code(formula(node))];
      if (node.operator === 'and' || node.operator === 'or') return say`${conditionPhrase(node.left)}${word}${conditionPhrase(node.right)}`;
      return compared(node.left, node.operator, word, node.right);
    }
    case 'unary':
      return node.operator === 'not' ? say`not ${conditionPhrase(node.operand)}` : [code(formula(node))];
    case 'isNull':
      return say`${subject(node.operand)}${node.negated ? ' is there' : ' is missing'}`;
    case 'name':
    case 'member':
      return say`${subject(node)} is so`;
    default:
      return [simple(node)];
  }
}

function compared(left: Expression, operator: BinaryOperator, word: string, right: Expression): Parts {
  if (operator === '=' || operator === '<>') {
    if (right.kind === 'nothing' || (right.kind === 'text' && right.value === ''))
      return say`${subject(left)}${operator === '=' ? ' is empty' : ' is not empty'}`;
    if (right.kind === 'boolean') return say`${subject(left)}${right.value === (operator === '=') ? ' is so' : ' is not so'}`;
  }
  return say`${subject(left)}${word}${object(right)}`;
}

const subject = (node: Expression): Parts =>
  node.kind === 'name' || node.kind === 'column'
    ? say`the ${name(node.text)}`
    : node.kind === 'member'
      ? say`the ${{ kind: 'name', text: owned(node) }}`
      : [simple(node)];

function object(node: Expression): Parts {
  if (node.kind === 'text') return [value(node.value)];
  if (node.kind === 'list') return listed(node.items);
  return node.kind === 'name' || node.kind === 'member' ? subject(node) : [simple(node)];
}

/** `ticket.priority` → ticket’s priority. */
const owned = (node: Expression): string => {
  if (node.kind === 'name') return inWords(node.text);
  return node.kind === 'member' && (node.object.kind === 'name' || node.object.kind === 'member')
    ? `${owned(node.object)}’s ${inWords(node.field.text)}`
    : formula(node);
};

function simple(node: Expression): Part {
  switch (node.kind) {
    case 'name':
      return name(node.text);
    case 'column':
      return name(node.text);
    case 'member':
      return { kind: 'name', text: owned(node) };
    case 'text':
      return value(`“${node.value}”`);
    case 'number':
    case 'boolean':
      return value(String(node.value));
    case 'nothing':
      return value('nothing');
    default:
      return code(formula(node));
  }
}

/** BASIC again, in one spelling: for reading, never for writing back. */
export function formula(node: Expression): string {
  switch (node.kind) {
    case 'name':
    case 'column':
      return node.text;
    case 'number':
      return String(node.value);
    case 'text':
      return JSON.stringify(node.value);
    case 'template':
      return `"${node.parts.map((part) => (typeof part === 'string' ? part : `\${${formula(part)}}`)).join('')}"`;
    case 'boolean':
      return node.value ? 'TRUE' : 'FALSE';
    case 'nothing':
      return 'NOTHING';
    case 'list':
      return `[${node.items.map(formula).join(', ')}]`;
    case 'object':
      return `{ ${node.fields.map((field) => `${field.key}: ${formula(field.value)}`).join(', ')} }`;
    case 'member':
      return `${formula(node.object)}${node.optional ? '?' : ''}.${node.field.text}`;
    case 'index':
      return `${formula(node.object)}${node.optional ? '?.' : ''}[${formula(node.index)}]`;
    case 'call':
      return `${node.callee.text}(${node.args.map(formula).join(', ')})`;
    case 'method':
      return `${formula(node.object)}${node.optional ? '?' : ''}.${node.method.text}(${node.args.map(formula).join(', ')})`;
    case 'unary':
      return `${node.operator === 'not' ? 'NOT ' : node.operator}${formula(node.operand)}`;
    case 'binary':
      return `${formula(node.left)} ${node.operator.toUpperCase()} ${formula(node.right)}`;
    case 'isNull':
      return `${formula(node.operand)} IS ${node.negated ? 'NOT ' : ''}NULL`;
    case 'choice':
      return `${formula(node.condition)} ? ${formula(node.then)} : ${formula(node.otherwise)}`;
    case 'group':
      return `(${formula(node.inner)})`;
    case 'keyword':
      return node.keyword;
    case 'broken':
      return '…';
  }
}
