/** The outline of a script: its inputs, routines, labels, handlers, workflows and their steps. */
import type { Span } from '../../base/index.ts';
import { partsOf } from '../../compiler/index.ts';
import type { KeywordUse, Statement } from '../../spec/index.ts';
import type { Project, Source } from './project.ts';

export interface OutlineItem {
  readonly name: string;
  readonly kind: 'input' | 'routine' | 'label' | 'handler' | 'workflow' | 'step' | 'branch';
  readonly detail?: string;
  /** All of it, and its name. */
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly OutlineItem[];
}

export const outline = (project: Project, file: string): readonly OutlineItem[] => {
  const source = project.source(file);
  return itemsOf(source.tree.body, source);
};

const itemsOf = (block: readonly Statement[], source: Source): readonly OutlineItem[] => block.flatMap((each) => itemOf(each, source));

function itemOf(statement: Statement, source: Source): readonly OutlineItem[] {
  const inside = () => partsOf(statement).blocks.flatMap((block) => itemsOf(block, source));
  const item = (name: string, kind: OutlineItem['kind'], selection: Span, detail?: string): readonly OutlineItem[] => [
    {
      name: name || kind,
      kind,
      span: statement.span,
      selection: within(selection, statement.span),
      children: inside(),
      ...(detail && { detail }),
    },
  ];
  switch (statement.kind) {
    case 'routine':
      return item(
        statement.name.text,
        'routine',
        statement.name.span,
        `${statement.form}(${statement.parameters.map(({ text }) => text).join(', ')})`,
      );
    case 'label':
      return item(statement.name.text, 'label', statement.name.span);
    case 'parallel':
      return statement.branches.flatMap(({ head, name, body }): readonly OutlineItem[] => {
        const span = { start: head.start, end: Math.max(head.end, body.at(-1)?.span.end ?? head.end) };
        return name
          ? [{ name: name.text, kind: 'branch', span, selection: within(name.span, span), children: itemsOf(body, source) }]
          : itemsOf(body, source);
      });
    case 'keyword':
      return keywordItem(statement, source, item) ?? inside();
    default:
      return inside();
  }
}

type Make = (name: string, kind: OutlineItem['kind'], selection: Span, detail?: string) => readonly OutlineItem[];

function keywordItem({ keyword, args }: KeywordUse, { text }: Source, item: Make): readonly OutlineItem[] | undefined {
  const said = (name: string) =>
    args[name] ? text.slice(args[name].span.start, args[name].span.end).replace(/\s+/g, ' ').slice(0, 80) : '';
  const place = (name: string, otherwise: Span) => args[name]?.span ?? otherwise;
  const none = { start: 0, end: 0 };
  switch (keyword) {
    case 'PARAM':
      return item(said('name'), 'input', place('name', none), said('type'));
    case 'ON EVENT':
      return item(`ON EVENT ${said('event')}`, 'handler', place('event', none));
    case 'ORCHESTRATE WORKFLOW':
      return item(`WORKFLOW ${said('name')}`.trim(), 'workflow', place('name', none));
    case 'STEP':
      return item(`STEP ${said('n')}`, 'step', place('n', none), said('do'));
    default:
      return undefined;
  }
}

/** Editors refuse a name that stands outside of what it names. */
const within = (span: Span, outer: Span): Span =>
  outer.start <= span.start && span.end <= outer.end && span.end > span.start ? span : { start: outer.start, end: outer.start };
