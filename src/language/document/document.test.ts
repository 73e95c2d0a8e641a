import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createParser, SYNTAX } from '../../../grammar/index.ts';
import { applyChange, openDocument } from './document.ts';
import { plan } from './operations/plan.ts';
import { slotsOf } from './operations/slots.ts';
import { absolute, allPlaces, piecesOf, placeAt } from './places.ts';
import type { Document, Node } from './types.ts';

const reader = { parse: createParser(SYNTAX), table: SYNTAX };
const open = (text: string) => openDocument(text, reader);
const types = (nodes: readonly Node[]) => nodes.map(({ keyword, type }) => keyword ?? type);

function scripts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return each.name === 'node_modules' ? [] : scripts(path);
    return each.name.endsWith('.bas') ? [readFileSync(path, 'utf8')] : [];
  });
}
const SCRIPTS = ['test', 'templates', 'packages'].flatMap(scripts);

function expectCovered(document: Document): void {
  let at = 0;
  for (const { span } of piecesOf(document)) {
    expect(span.start).toBe(at);
    at = span.end;
  }
  expect(at).toBe(document.text.length);
}

test('every byte of every script is in one piece', () => {
  expect(SCRIPTS.length).toBeGreaterThan(200);
  for (const text of SCRIPTS) expectCovered(open(text));
});

test('fields are the text they say they are', () => {
  for (const text of SCRIPTS) {
    const document = open(text);
    for (const place of allPlaces(document).values())
      for (const field of [...place.node.fields, ...place.node.lanes.flatMap(({ fields }) => fields)]) {
        if (!field.span) continue;
        const { start, end } = absolute(place, field.span);
        expect(text.slice(start, end).startsWith(field.text)).toBe(true);
      }
  }
});

test('a keyword has a field for each argument of its line, written or not', () => {
  const [node] = open('SET BOT MEMORY "k", 1\n').root.children;
  expect(node?.fields.map(({ name, text, isOptional }) => [name, text, isOptional])).toMatchInlineSnapshot(`
    [
      [
        "key",
        ""k"",
        false,
      ],
      [
        "value",
        "1",
        false,
      ],
    ]
  `);
  const [asked] = open('x = LLM "Hello" WITH MAX_COST 0.1\n').root.children;
  expect(asked?.fields.map(({ name, text, isOptional }) => [name, text, isOptional])).toMatchInlineSnapshot(`
    [
      [
        "target",
        "x",
        false,
      ],
      [
        "prompt",
        ""Hello"",
        false,
      ],
      [
        "model",
        "",
        true,
      ],
      [
        "goal",
        "",
        true,
      ],
      [
        "cost",
        "0.1",
        true,
      ],
      [
        "latency",
        "",
        true,
      ],
    ]
  `);
});

test('a step is looked through', () => {
  const [workflow] = open('ORCHESTRATE WORKFLOW "orders"\n  STEP 1: TALK "Hello"\nEND WORKFLOW\n').root.children;
  const step = workflow?.lanes[0]?.children[0];
  expect(step).toMatchObject({ prefix: 'STEP', keyword: 'TALK', anchor: 'workflow:orders/step:1' });
  expect(step?.fields.filter(({ text }) => text).map(({ name, text }) => [name, text])).toEqual([
    ['STEP.n', '1'],
    ['message', '"Hello"'],
  ]);
  expect(step?.fields.map(({ name }) => name)).toContain('STEP.timeout');
});

test('steps of a workflow are named beside each other, also where it goes to the end of the script', () => {
  const steps = '  STEP "a": TALK 1\n  STEP "b": TALK 2\n  STEP "c": TALK 3\n';
  for (const [head, end] of [
    ['ORCHESTRATE WORKFLOW "w"\n', 'END WORKFLOW\n'],
    ['ORCHESTRATE WORKFLOW "w"\n', ''],
  ]) {
    const anchors = [...allPlaces(open(`${head}${steps}${end}`)).keys()];
    expect(anchors).toEqual(['workflow:w', 'workflow:w/step:a', 'workflow:w/step:b', 'workflow:w/step:c']);
  }
});

test('comments directly above belong to a step, others stand alone, notes too', () => {
  const text = "' alone\n\n' its\n' own\nTALK 1 ' end\n' @note sticky\nTALK 2\n' last\n";
  const document = open(text);
  expect(types(document.root.children)).toEqual(['comment', 'TALK', 'note', 'TALK', 'comment']);
  const talk = document.root.children[1] as Node;
  expect(talk.lead).toEqual({ start: 0, end: 12 });
  expect(talk.comment).toBeDefined();
});

test('what does not parse is a text block', () => {
  const document = open('TALK 1\n???\n)) x\nTALK 2\n');
  expect(types(document.root.children)).toEqual(['TALK', 'text', 'TALK']);
});

test('lanes of a block', () => {
  const [node] = open('IF a THEN\n  TALK 1\nELSE IF b THEN\n  TALK 2\nELSE\n  TALK 3\nEND IF\n').root.children;
  expect(node?.lanes.map(({ key, label, children, fields }) => [key, label, types(children), fields.map(({ text }) => text)])).toEqual([
    ['then', 'THEN', ['TALK'], []],
    ['elseif1', 'ELSE IF', ['TALK'], ['b']],
    ['else', 'ELSE', ['TALK'], []],
  ]);
});

test('anchors count repeats and do not mind edits elsewhere', () => {
  const document = open('TALK 1\nTALK 2\nTALK 1\n');
  const [first, second, third] = document.root.children as readonly Node[] as [Node, Node, Node];
  expect(third.anchor).toBe(`${first.anchor}~2`);
  const edited = applyChange(document, [{ start: 5, end: 6, text: '42' }]);
  expect(edited.root.children[1]).toBe(second);
  expect(edited.root.children[0]).toMatchObject({ id: first.id });
  expect(edited.root.children[0]?.anchor).not.toBe(first.anchor);
});

test('the node at an offset is the innermost', () => {
  const document = open('IF a THEN\n  TALK 1\nEND IF\n');
  expect(placeAt(document, 12)?.node.keyword).toBe('TALK');
  expect(placeAt(document, 2)?.node.type).toBe('if');
  expect(placeAt(document, 20)?.node.type).toBe('if');
});

test('a script that is too long opens as text', () => {
  const text = 'TALK 1\n'.repeat(150_000);
  const document = open(text);
  expect(document).toMatchObject({ text, isDrawn: false, diagnostics: [] });
  expect(document.root.children).toEqual([]);
  expect(slotsOf(document)).toEqual([]);
  expect(plan(document, { kind: 'insert', at: { parent: '', lane: '', index: 0 }, text: 'TALK 2' }).ok).toBe(false);
  expect(applyChange(document, [{ start: 0, end: 1_000_000, text: '' }]).isDrawn).toBe(true);
});

test('a change inside one step leaves all others the same objects', () => {
  const text = Array.from({ length: 50 }, (_, i) => `IF a = ${i} THEN\n  TALK ${i}\nEND IF\n`).join('');
  const before = open(text);
  const at = text.indexOf('TALK 25') + 5;
  for (const put of ['1', '"un', ' + ']) {
    const after = applyChange(before, [{ start: at, end: at, text: put }]);
    const changed = after.root.children.filter((node, index) => node !== before.root.children[index]);
    expect(changed.map(({ id }) => id)).toEqual([before.root.children[25]?.id]);
  }
});

test('a change leaves the document before it as it was', () => {
  const text = 'TALK 1\nTALK 2\nIF a THEN\n  TALK 3\nEND IF\nTALK 2\nTALK 4\nTALK 2\n';
  const before = open(text);
  const tree = JSON.stringify(before.root);
  for (const { node } of allPlaces(before).values())
    for (const at of slotsOf(before, [node.anchor])) {
      const moved = plan(before, { kind: 'move', anchors: [node.anchor], to: at });
      if (moved.ok) expectCovered(moved.after);
    }
  expect(JSON.stringify(before.root)).toBe(tree);
});
