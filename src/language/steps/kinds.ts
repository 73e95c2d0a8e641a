/** Which kind of step a statement is: what the palette calls it, and the sign it carries. */
import type { Statement } from '../../spec/index.ts';

const IDS: Readonly<Record<Statement['kind'], string>> = {
  blank: 'comment',
  comment: 'comment',
  broken: 'text',
  assign: 'assign',
  evaluate: 'CALL',
  keyword: '',
  if: 'IF',
  forEach: 'FOR EACH',
  for: 'FOR',
  loop: 'DO',
  select: 'SELECT',
  routine: 'SUB',
  call: 'CALL',
  with: 'WITH',
  parallel: 'PARALLEL',
  label: 'LABEL',
  goto: 'GOTO',
  exit: 'EXIT',
  continue: 'CONTINUE',
  return: 'RETURN',
  onError: 'ON ERROR',
  clearError: 'CLEAR ERROR',
  throw: 'THROW',
};

/** `id` of its descriptor. `x = LLM …` is a step of LLM; `STEP 1: …` is what it does. */
export function stepId(statement: Statement): string {
  switch (statement.kind) {
    case 'keyword': {
      const inner = statement.args.do ?? statement.args.undo;
      return statement.keyword === 'STEP' && inner?.kind === 'statement' ? stepId(inner.statement) : statement.keyword;
    }
    case 'assign':
      return statement.value.kind === 'keyword' ? statement.value.keyword : 'assign';
    case 'evaluate':
      return statement.value.kind === 'keyword' ? statement.value.keyword : 'CALL';
    case 'loop':
      return statement.form === 'while' ? 'WHILE' : 'DO';
    case 'routine':
      return statement.form;
    default:
      return IDS[statement.kind];
  }
}
