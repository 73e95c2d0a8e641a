/** Every question at every place of every text gets an answer: nothing throws, and what is answered lies within the text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as service from '../../src/language/service/index.ts';
import { corpusPrograms } from '../support/corpus.ts';
import { damage, script, soup } from '../support/scripts.ts';

const CASES = 1500;
const OWN = corpusPrograms()
  .map(({ source }) => source)
  .filter((source) => source.length < 4000);

const whole = fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...OWN) }, { weight: 1, arbitrary: script });
const damaged = fc
  .tuple(whole, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }))
  .map(([text, hurts]) => hurts.reduce((hurt, [at, how, word]) => damage(hurt, at, how, word), text));
const cut = fc.tuple(whole, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
const text = fc.oneof({ weight: 4, arbitrary: damaged }, { weight: 2, arbitrary: cut }, { weight: 1, arbitrary: soup });

const WORKSPACE = {
  bots: ['faq', 'Research Desk'],
  variables: ['Greeting'],
  config: ['llm-url', 'api-key'],
  secrets: ['api-key'],
};

test('no question throws, and every answer lies within the text', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { minLength: 3, maxLength: 3 }), (source, places) => {
      const project = service.Project.open({ ...WORKSPACE, scripts: { 'start.bas': source, 'book.bas': 'PARAM day AS DATE\nTALK day\n' } });
      const offsets = places.map((place) => place % (source.length + 1));
      askAboutAll(project, source);
      for (const offset of offsets) askAt(project, source, offset);
    }),
    { numRuns: CASES },
  );
});

type Edits = readonly service.TextEdit[];
type Span = { readonly start: number; readonly end: number };

function within({ start, end }: Span, source: string): void {
  if (!(start >= 0 && start <= end && end <= source.length)) expect.fail(`${start}-${end} is not within ${source.length}`);
}

function inOrder(edits: Edits, source: string): void {
  for (const [index, edit] of edits.entries()) {
    within(edit, source);
    if (index > 0) expect(edit.start).toBeGreaterThanOrEqual((edits[index - 1] as Span).end);
  }
}

function askAboutAll(project: service.Project, source: string): void {
  for (const each of service.diagnostics(project, 'start.bas')) within(each.span, source);
  for (const each of service.codeActions(project, 'start.bas', { start: 0, end: source.length })) inOrder(each.edits, source);
  inOrder(service.formatEdits(project, 'start.bas'), source);
  const tokens = service.semanticTokens(project, 'start.bas');
  for (const [index, each] of tokens.entries()) {
    within(each, source);
    expect(each.start).toBeGreaterThanOrEqual(tokens[index - 1]?.end ?? 0);
    expect(source.slice(each.start, each.end)).not.toMatch(/[\r\n]/);
  }
  const lines = source.split(/\r\n|\n|\r/).length;
  for (const { from, to } of service.folding(project, 'start.bas')) expect(1 <= from && from < to && to <= lines).toBe(true);
  checkOutline(service.outline(project, 'start.bas'), source);
  for (const each of service.lenses(project, 'start.bas')) within(each.span, source);
}

function checkOutline(items: readonly service.OutlineItem[], source: string): void {
  for (const { span, selection, name, children } of items) {
    within(span, source);
    expect(name).not.toBe('');
    expect(span.start <= selection.start && selection.end <= span.end).toBe(true);
    checkOutline(children, source);
  }
}

function askAt(project: service.Project, source: string, offset: number): void {
  for (const each of service.complete(project, 'start.bas', offset)) {
    within(each.span, source);
    expect(each.span.start <= offset && offset <= each.span.end).toBe(true);
  }
  const hover = service.hover(project, 'start.bas', offset);
  if (hover) within(hover.span, source);
  const signature = service.signature(project, 'start.bas', offset);
  for (const { span } of signature?.parameters ?? []) within(span, signature?.label ?? '');
  for (const { span, file } of service.definition(project, 'start.bas', offset)) within(span, project.source(file).text);
  for (const { span, file } of service.references(project, 'start.bas', offset)) within(span, project.source(file).text);
  const renaming = service.rename(project, 'start.bas', offset, 'another_name');
  if (renaming.ok) for (const { file, edits } of renaming.files) inOrder(edits, project.source(file).text);
  else expect(renaming.why).not.toBe('');
}
