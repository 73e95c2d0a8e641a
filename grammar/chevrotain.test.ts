/**
 * Chevrotain parses the dialect: every construct enters its rule, and the grammar that was recorded passes
 * Chevrotain's own validations, which the product skips to start faster.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FULL_TABLE } from '../test/notation/table.ts';
import { BasaltParser } from './parser.ts';
import { viewSyntax } from './syntax-view.ts';

type Counts = Record<string, number>;
type AnyNode = Readonly<Record<string, unknown>>;

class CountingParser extends BasaltParser {
  entries: Counts = {};

  ruleInvocationStateUpdate(shortName: number, name: string, index: number): void {
    this.entries[name] = (this.entries[name] ?? 0) + 1;
    (BasaltParser.prototype as unknown as CountingParser).ruleInvocationStateUpdate.call(this, shortName, name, index);
  }
}

class ValidatedParser extends BasaltParser {
  override performSelfAnalysis(): void {
    (this as unknown as { skipValidations: boolean }).skipValidations = false;
    super.performSelfAnalysis();
  }
}

/** The rule that reads a node; nothing where the first word or mark decides, without a rule of its own. */
function ruleOf(node: AnyNode): string | undefined {
  if (node.kind === 'loop') return `${node.form}Statement`;
  if (node.kind === 'assign') return node.word ? 'letStatement' : undefined;
  return RULES[node.kind as string];
}
const RULES: Readonly<Record<string, string>> = {
  script: 'program',
  if: 'ifStatement',
  for: 'forStatement',
  forEach: 'forStatement',
  select: 'selectStatement',
  routine: 'routine',
  with: 'withStatement',
  parallel: 'parallelStatement',
  return: 'returnStatement',
  keyword: 'keyword',
};
const WITHOUT_RULE = new Set(['blank', 'comment', 'broken']);

function countNodes(value: unknown, counts: Counts): void {
  if (typeof value !== 'object' || value === null) return;
  const node = value as AnyNode;
  const isStatement = 'tile' in node && !WITHOUT_RULE.has(node.kind as string);
  for (const rule of [ruleOf(node), isStatement && 'statement']) if (rule) counts[rule] = (counts[rule] ?? 0) + 1;
  for (const part of Object.values(node)) countNodes(part, counts);
}

const CORPUS = readdirSync('test/corpus', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.bas'));

test('no construct of the corpus is read without its rule', () => {
  const parser = new CountingParser(viewSyntax(FULL_TABLE));
  for (const file of CORPUS) {
    parser.entries = {};
    const { tree } = parser.parse(readFileSync(`test/corpus/${file}`, 'utf8'));
    const nodes: Counts = {};
    countNodes(tree, nodes);
    for (const [rule, count] of Object.entries(nodes))
      expect(parser.entries[rule] ?? 0, `${rule} in ${file}`).toBeGreaterThanOrEqual(count);
  }
});

test('each rule is entered once for what it reads', () => {
  const parser = new CountingParser(viewSyntax(FULL_TABLE));
  parser.parse(`LET x = 1 + 2 * y
IF x > 3 AND y THEN
  TALK "a" + x
END IF
FOR i = 1 TO 3
  x = f(i)
NEXT
WHILE x
WEND
DO
LOOP
SELECT CASE x
  CASE 1
    y = 2
END SELECT
WITH x
  .a = 1
END WITH
PARALLEL
  BRANCH a:
    y = 1
END PARALLEL
FUNCTION f(n)
  RETURN n
END FUNCTION
`);
  expect(parser.entries).toEqual({
    program: 1,
    statement: 15,
    expression: 14,
    keyword: 1,
    letStatement: 1,
    ifStatement: 1,
    forStatement: 1,
    whileStatement: 1,
    doStatement: 1,
    selectStatement: 1,
    withStatement: 1,
    parallelStatement: 1,
    routine: 1,
    returnStatement: 1,
  });
  expect(Object.keys(parser.entries).sort()).toEqual(Object.keys(parser.getGAstProductions()).sort());
});

test('the recorded grammar passes the validations of Chevrotain', () => {
  expect(() => new ValidatedParser(viewSyntax(FULL_TABLE))).not.toThrow();
});
