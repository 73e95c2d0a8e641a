/** Keyword uses: each module's own `check` and `declare`, fed with what is written out. */
import type { Block, CheckedArgument, Declarations, Keyword, KeywordUse, Report, Statement } from '../../spec/index.ts';
import { literalArgument } from '../../spec/index.ts';
import { conditionData } from '../conditions.ts';
import type { Vocabulary } from '../language.ts';
import { expressionsOf, statementsIn } from '../walk.ts';

export function* usesIn(statement: Statement): Generator<KeywordUse> {
  if (statement.kind === 'keyword') yield statement;
  for (const node of expressionsOf(statement)) if (node.kind === 'keyword') yield node;
}

/**
 * Collection files hold several sections of PARAM, DESCRIPTION and RETURN; what follows the first
 * RETURN of the body belongs to another tool, so only the first section declares.
 */
export function checkUses(body: Block, vocabulary: Vocabulary, report: Report): Declarations {
  const declarations: Declarations = { params: [] };
  let isFirstSection = true;
  for (const statement of body) {
    for (const inner of statementsIn([statement]))
      for (const use of usesIn(inner)) {
        const keyword = vocabulary.keyword(use.keyword);
        const args = checkedArguments(use);
        keyword?.check?.(args, report);
        if (keyword) checkConditions(keyword, use, report);
        if (isFirstSection) keyword?.declare?.(args, declarations, report);
      }
    const declared = declarations.params.length > 0 || declarations.description !== undefined;
    if (declared && (statement.kind === 'return' || (statement.kind === 'exit' && statement.what === 'script'))) isFirstSection = false;
  }
  return declarations;
}

function checkConditions({ params }: Keyword, { args }: KeywordUse, report: Report): void {
  for (const [name, argument] of Object.entries(args))
    if (params[name]?.type === 'condition' && argument.kind === 'expression' && !conditionData(argument.value))
      report('event-condition', argument.span);
}

function checkedArguments(use: KeywordUse): Record<string, CheckedArgument> {
  const args: Record<string, CheckedArgument> = {};
  for (const [name, node] of Object.entries(use.args)) {
    const literal = literalArgument(node);
    args[name] = {
      span: node.span,
      node,
      ...(literal !== undefined && { literal }),
      ...(node.kind === 'expression' && { expression: node.value }),
    };
  }
  return args;
}
