/** The inputs a script declares with PARAM, as they are written. */
import type { Span } from '../../base/index.ts';
import { statementsIn } from '../../compiler/index.ts';
import type { Script } from '../../spec/index.ts';

export interface WrittenParam {
  readonly id: string;
  readonly text: string;
  readonly type: string;
  readonly span: Span;
}

export function paramsOf({ body }: Script): readonly WrittenParam[] {
  return [...statementsIn(body)].flatMap((each) => {
    if (each.kind !== 'keyword' || each.keyword !== 'PARAM') return [];
    const { name, type } = each.args;
    if (name?.kind !== 'word') return [];
    const written = type?.kind === 'word' ? type.text.toUpperCase() : 'STRING';
    return [{ id: name.text.toLowerCase(), text: name.text, type: written, span: name.span }];
  });
}
