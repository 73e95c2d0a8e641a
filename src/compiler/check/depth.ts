/**
 * Nesting has a limit, so that no text can exhaust the stack of whoever walks the tree. `a + b + …` and
 * `a AND b AND …` lean to the left however long they are, and are walked in loops: they do not count.
 */
import type { Block, Expression, Report } from '../../spec/index.ts';
import { childrenOf, expressionsIn, partsOf, partsOfUse } from '../walk.ts';

const DEEPEST_EXPRESSION = 250;
const DEEPEST_BLOCK = 100;

/** False when the tree is too deep to be looked at any further. */
export function checkDepth(body: Block, report: Report): boolean {
  const open: [block: Block, depth: number][] = [[body, 0]];
  for (let top = open.pop(); top; top = open.pop()) {
    const [block, depth] = top;
    for (const statement of block) {
      if (depth > DEEPEST_BLOCK) return tooDeep(statement.span, report);
      const { reads, writes, blocks } = partsOf(statement);
      const deep = tooDeepIn([...reads, ...writes]);
      if (deep) return tooDeep(deep.span, report);
      for (const inner of [...blocks, ...blocksIn(reads)]) open.push([inner, depth + 1]);
    }
  }
  return true;
}

function tooDeep(span: Expression['span'], report: Report): false {
  report('too-deep', span);
  return false;
}

function tooDeepIn(roots: readonly Expression[]): Expression | undefined {
  const open = roots.map((node) => ({ node, depth: 0 }));
  for (let top = open.pop(); top; top = open.pop()) {
    const { node, depth } = top;
    if (depth > DEEPEST_EXPRESSION) return node;
    const children = node.kind === 'keyword' ? targetsToo(node) : childrenOf(node);
    for (const [i, child] of children.entries()) open.push({ node: child, depth: depth + (node.kind === 'binary' && i === 0 ? 0 : 1) });
  }
  return undefined;
}

const targetsToo = (node: Extract<Expression, { kind: 'keyword' }>): readonly Expression[] => {
  const { reads, writes } = partsOfUse(node);
  return [...reads, ...writes];
};

/** Keywords inside expressions may hold blocks. */
function blocksIn(roots: readonly Expression[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const node of expressionsIn(roots)) if (node.kind === 'keyword') blocks.push(...partsOfUse(node).blocks);
  return blocks;
}
