/** The bodies of a block, in the order of the text: which lines open them, which fields stand there. */
import type { Span } from '../../base/index.ts';
import type { Block, Statement } from '../../spec/index.ts';
import { type FieldSource, laneField, testsSpan } from './fields.ts';
import type { Field } from './types.ts';

export interface Body {
  readonly key: string;
  readonly label: string;
  readonly head: Span;
  readonly body: Block;
  readonly fields: readonly Field[];
}

export function bodiesOf(statement: Statement, source: FieldSource): Body[] {
  const bodies = unordered(statement, source);
  return bodies.length > 1 ? bodies.sort((a, b) => a.head.start - b.head.start || a.head.end - b.head.end) : bodies;
}

const plain = (key: string, label: string, head: Span, body: Block): Body => ({ key, label, head, body, fields: [] });

function unordered(statement: Statement, source: FieldSource): Body[] {
  switch (statement.kind) {
    case 'if':
      return [
        ...statement.arms.map(({ head, condition, body }, index): Body => {
          if (index === 0) return plain('then', 'THEN', head, body);
          const key = `elseif${index}`;
          return { key, label: 'ELSE IF', head, body, fields: [laneField(key, 'condition', condition.span, source)] };
        }),
        ...(statement.otherwise ? [plain('else', 'ELSE', statement.otherwise.head, statement.otherwise.body)] : []),
      ];
    case 'select': {
      let count = 0;
      return [
        ...statement.cases.map(({ head, tests, body }): Body => {
          if (head.start === head.end) return plain('before', '', head, body);
          const key = `case${count++}`;
          const span = testsSpan(tests);
          return { key, label: 'CASE', head, body, fields: span ? [laneField(key, 'tests', span, source)] : [] };
        }),
        ...(statement.otherwise ? [plain('else', 'CASE ELSE', statement.otherwise.head, statement.otherwise.body)] : []),
      ];
    }
    case 'parallel': {
      let count = 0;
      return statement.branches.map(({ head, name, body }): Body => {
        if (head.start === head.end) return plain(statement.each ? 'body' : 'before', '', statement.each ? statement.head : head, body);
        const key = `branch${count++}`;
        return { key, label: name?.text ?? 'BRANCH', head, body, fields: name ? [laneField(key, 'name', name.span, source)] : [] };
      });
    }
    case 'for':
    case 'forEach':
    case 'loop':
    case 'routine':
    case 'with':
      return [plain('body', '', statement.head, statement.body)];
    case 'keyword': {
      const block = Object.values(statement.args).find((each) => each.kind === 'block');
      return block && statement.head ? [plain('body', '', statement.head, block.body)] : [];
    }
    default:
      return [];
  }
}
