/** The text is the only model: what opens prints back, what is edited changes there and nowhere else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createParser, print, SYNTAX } from '../../grammar/index.ts';
import type { Span } from '../../src/base/index.ts';
import {
  absolute,
  allPlaces,
  applyChange,
  copyText,
  type Document,
  History,
  type Lane,
  type Node,
  type Operation,
  openDocument,
  type Placed,
  piecesOf,
  placesIn,
  plan,
  slotBefore,
  slotsOf,
} from '../../src/language/document/index.ts';
import { anyText, plainTree, reader, SCRIPTS, soundText } from '../support/script-texts.ts';

const CASES = Number(process.env.DOCUMENT_CASES ?? 10_000);
const standardReader = { parse: createParser(SYNTAX), table: SYNTAX };
const open = (text: string) => openDocument(text, reader);

// ── what always holds of a tree ──

const inside = (inner: Span, outer: Span) => inner.start >= outer.start && inner.end <= outer.end && inner.end >= inner.start;

function expectSound(document: Document): void {
  let at = 0;
  for (const { span } of piecesOf(document)) {
    if (span.start !== at) throw new Error(`a gap or an overlap at ${at}`);
    at = span.end;
  }
  if (at !== document.text.length) throw new Error(`the pieces end at ${at} of ${document.text.length}`);
  expectNested(document.root, { start: 0, end: document.text.length });
  const places = allPlaces(document);
  let count = 0;
  const visit = ({ children }: Lane) => {
    for (const child of children) {
      count++;
      child.lanes.forEach(visit);
    }
  };
  visit(document.root);
  if (places.size !== count) throw new Error('two steps share an anchor');
  for (const place of places.values()) expectFields(document, place);
}
function expectNested({ children, starts }: Lane, outer: Span): void {
  let at = outer.start;
  for (const [index, node] of children.entries()) {
    const start = starts[index] as number;
    if (start < at || start + node.length > outer.end) throw new Error(`step at ${start} leaves ${at}-${outer.end}`);
    at = start + node.length;
    const whole = { start: 0, end: node.length };
    const spans = [node.tile, node.span, node.lead, node.comment, node.end, ...node.lanes.flatMap(({ head, span }) => [head, span])];
    for (const span of spans) if (span && !inside(span, whole)) throw new Error(`${JSON.stringify(span)} leaves the step`);
    let lane = 0;
    for (const each of node.lanes) {
      if (each.span.start < lane) throw new Error('bodies overlap');
      lane = each.span.end;
      expectNested(each, each.span);
    }
  }
}
function expectFields(document: Document, place: Placed): void {
  const { node } = place;
  const fields = [...node.fields, ...node.lanes.flatMap((lane) => lane.fields)];
  if (new Set(fields.map(({ name }) => name)).size !== fields.length) throw new Error('two fields of one name');
  const written = fields.flatMap((field) => (field.span ? [{ ...field, span: field.span }] : []));
  for (const { span, text } of written) {
    if (!inside(span, { start: 0, end: node.length })) throw new Error('a field leaves its step');
    const { start, end } = absolute(place, span);
    if (!document.text.slice(start, end).startsWith(text)) throw new Error('a field is not what is written');
  }
  const spans = written.map(({ span }) => span).sort((a, b) => a.start - b.start || a.end - b.end);
  for (const [index, span] of spans.entries()) if (span.start < (spans[index - 1]?.end ?? 0)) throw new Error('fields overlap');
}

// ── random gestures ──

const TEXTS = ['TALK "new"', 'x = 1', 'IF a THEN\n  TALK 1\nEND IF', "' @note hi", 'BEGIN TALK\n a\nb\nEND TALK', '???'];
const VALUES = ['1', '"two"', '', 'a + b', 'name', 'f(1, "x")', '[1, 2]', '"un', ')', 'x y'];

interface Dice {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}
const dice = fc.record({ kind: fc.nat(), a: fc.nat(), b: fc.nat(), c: fc.nat() });
const pick = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(1, list.length)];

/** Which steps a gesture is worth trying on. */
const FITS: Partial<Record<number, (node: Node) => boolean>> = {
  6: ({ fields }) => fields.length > 0,
  7: ({ fields }) => fields.some(({ isOptional }) => isOptional),
  10: ({ lanes }) => lanes.length > 0,
  11: ({ isMovable, lanes }) => !isMovable || lanes.length > 0,
};

function operationOf(document: Document, { kind, a, b, c }: Dice): Operation | undefined {
  const all = [...allPlaces(document).values()];
  const fits = FITS[kind % 12];
  const place = pick(fits ? all.filter(({ node }) => fits(node)) : all, a);
  const anchor = place?.node.anchor ?? '';
  const anchors = [anchor, ...(c % 3 === 0 ? [pick([...allPlaces(document).keys()], c)!] : [])];
  const slot = pick(slotsOf(document), b);
  if (kind % 12 === 0) return slot && { kind: 'insert', at: slot, text: pick(TEXTS, c)! };
  if (kind % 12 === 1) return slot && { kind: 'paste', at: slot, text: copyText(document, anchors) };
  if (!place) return undefined;
  switch (kind % 12) {
    case 2:
    case 3:
      return slot && { kind: 'move', anchors, to: slot };
    case 4:
      return { kind: 'delete', anchors, comments: c % 2 === 0 ? 'take' : 'leave' };
    case 5:
      return { kind: 'duplicate', anchors };
    case 6:
    case 7: {
      const field = pick([...place.node.fields, ...place.node.lanes.flatMap((lane) => lane.fields)], b);
      return field && { kind: 'setField', anchor, field: field.name, text: pick(VALUES, c)! };
    }
    case 8:
      return { kind: 'replaceText', anchor, text: pick(TEXTS, c)! };
    case 9:
      return { kind: 'setComment', anchor, text: pick(['', 'why', "it's"], c)! };
    case 10:
      return c % 2 === 0
        ? { kind: 'addLane', anchor, lane: pick(['elseif', 'else', 'case', 'branch'] as const, b)!, text: 'a' }
        : { kind: 'removeLane', anchor, lane: pick(place.node.lanes, b)?.key ?? '' };
    default:
      return { kind: 'makeBlock', anchor };
  }
}

/** The lines a gesture may touch. */
function linesOf(document: Document, operation: Operation): Span | undefined {
  if (!('anchor' in operation)) return undefined;
  const place = allPlaces(document).get(operation.anchor) as Placed;
  const lineStart = document.text.slice(0, place.start).search(/[^\r\n]*$/);
  const rest = /^[^\r\n]*(?:\r\n|\n|\r)?/.exec(document.text.slice(place.start + Math.max(0, place.node.length - 1)))?.[0].length ?? 0;
  return { start: lineStart, end: place.start + Math.max(0, place.node.length - 1) + rest };
}

// ── the contract ──

test('P1: any text opens, prints back byte for byte, and every byte is in one place of the tree', () => {
  for (const text of SCRIPTS) {
    expectSound(open(text));
    expectSound(openDocument(text, standardReader));
  }
  fc.assert(
    fc.property(anyText, (text) => {
      const document = open(text);
      expect(document.text).toBe(text);
      expect(print(reader.parse(text).tree)).toBe(text);
      expectSound(document);
    }),
    { numRuns: CASES },
  );
});

test('P2: a gesture changes its own lines or one place, and the tree says so', () => {
  const done = new Map<string, number>();
  const refused = new Map<string, number>();
  fc.assert(
    fc.property(anyText, dice, (text, throws) => {
      const document = open(text);
      const operation = operationOf(document, throws);
      if (!operation) return;
      const planned = plan(document, operation);
      if (!planned.ok) {
        const why = `${operation.kind}: ${planned.why.slice(0, 40)}`;
        refused.set(why, (refused.get(why) ?? 0) + 1);
        return;
      }
      done.set(operation.kind, (done.get(operation.kind) ?? 0) + 1);
      const lines = linesOf(document, operation);
      for (const { start, end } of planned.edits) {
        if (lines && !inside({ start, end }, lines)) throw new Error(`an edit at ${start}-${end} leaves ${lines.start}-${lines.end}`);
        if (!lines && operation.kind !== 'delete' && operation.kind !== 'cut' && operation.kind !== 'move') expect(start).toBe(end);
      }
      expectSound(planned.after);
      for (const anchor of planned.select) expect(allPlaces(planned.after).has(anchor)).toBe(true);
    }),
    { numRuns: CASES },
  );
  console.log(Object.fromEntries(done), Object.fromEntries([...refused].sort((a, b) => b[1] - a[1]).slice(0, 20)));
  expect(done.size).toBeGreaterThanOrEqual(11);
});

/** Its own indentation is its neighbours': what stands askew is set straight where it is put, and cannot come back askew. */
describe('P3', () => {
  test('whatever was done is undone, and redone, byte for byte', () => {
    fc.assert(
      fc.property(anyText, fc.array(dice, { minLength: 1, maxLength: 4 }), (text, throws) => {
        const history = new History(open(text));
        for (const each of throws) {
          const operation = operationOf(history.document, each);
          const planned = operation && plan(history.document, operation);
          if (planned?.ok) history.perform(planned);
        }
        const final = history.document.text;
        while (history.undo());
        expect(history.document.text).toBe(text);
        while (history.redo());
        expect(history.document.text).toBe(final);
      }),
      { numRuns: CASES },
    );
  });

  test('what is cut and pasted at the same place is the same text', () => {
    fc.assert(
      fc.property(soundText, fc.nat(), (text, at) => {
        const document = open(text);
        const place = pick([...allPlaces(document).values()], at);
        if (!place?.node.isMovable) return;
        const cut = plan(document, { kind: 'cut', anchors: [place.node.anchor] });
        if (!cut.ok) return;
        const parent = place.parent && allPlaces(cut.after).get(place.parent.node.anchor);
        if (place.parent && !parent) return;
        // Comments and text blocks on both sides have become one.
        const lane = parent ? parent.node.lanes.find(({ key }) => key === place.lane.key) : cut.after.root;
        if (lane?.children.length !== place.lane.children.length - 1) return;
        const slot = { ...slotBefore(place), parent: parent?.node.anchor ?? '' };
        const pasted = plan(cut.after, { kind: 'paste', at: slot, text: copyText(document, [place.node.anchor]), isExact: true });
        if (pasted.ok && isStraight(document, place)) expect(pasted.after.text).toBe(text);
      }),
      { numRuns: CASES },
    );
  });

  test('what is moved and moved back is the same text', () => {
    let back = 0;
    fc.assert(
      fc.property(soundText, fc.nat(), fc.nat(), (text, at, to) => {
        const document = open(text);
        const place = pick([...allPlaces(document).values()], at);
        const slot = place && pick(slotsOf(document, [place.node.anchor]), to);
        if (!slot || !place.node.isMovable) return;
        const moved = plan(document, { kind: 'move', anchors: [place.node.anchor], to: slot });
        if (!moved.ok || moved.edits.length === 0) return;
        const home = homeSlot(moved.after, place);
        const there = moved.select[0];
        if (!home || !there || !isStraight(document, place) || !hasSameComments(moved.after, there, place, document)) return;
        // Without a final line end it cannot be told whose the blank lines before the last step are.
        if (
          !/[\r\n]$/.test(text) &&
          /[\r\n]\s*[\r\n]/.test(document.text.slice(0, place.start).slice(-4) + copyText(document, [place.node.anchor]))
        )
          return;
        const returned = plan(moved.after, { kind: 'move', anchors: [there], to: home });
        if (!returned.ok) return;
        back++;
        expect(returned.after.text).toBe(text);
      }),
      { numRuns: CASES },
    );
    console.log(`${back} moved and moved back`);
    expect(back).toBeGreaterThan(CASES / 10);
  });
});

function isStraight(document: Document, place: Placed): boolean {
  const indentOf = ({ start, node }: Placed) => /[ \t]*$/.exec(document.text.slice(0, start + node.span.start))?.[0] ?? '';
  const siblings = [...allPlaces(document).values()].filter((each) => each.lane === place.lane && each !== place && each.node.isMovable);
  const own = indentOf(place);
  const lines = document.text.slice(place.start, place.start + place.node.length).split(/[\r\n]+/);
  return (
    siblings.length > 0 &&
    siblings.every((each) => indentOf(each) === own) &&
    lines.every((line) => line.trim() === '' || line.startsWith(own))
  );
}

/** A step put right below a comment has taken it over. */
const hasSameComments = (after: Document, anchor: string, before: Placed, document: Document): boolean => {
  const lead = ({ text }: Document, { start, node }: Placed) => text.slice(start, start + (node.lead?.end ?? 0)).split(/\r\n|\r|\n/).length;
  const now = allPlaces(after).get(anchor);
  return now?.node.words === before.node.words && now.node.type === before.node.type && lead(after, now) === lead(document, before);
};

/** The place before the step that followed, in the text after the move. */
function homeSlot(after: Document, place: Placed) {
  const next = place.lane.children[place.index + 1];
  const isUnique = (node: Node) => [...allPlaces(after).values()].filter((each) => each.node.name === node.name).length === 1;
  if (![next, place.parent?.node].every((each) => !each || isUnique(each))) return undefined;
  if (next) {
    const found = allPlaces(after).get(next.anchor);
    return found && slotBefore(found);
  }
  if (!place.parent) return { parent: '', lane: '', index: after.root.children.length };
  const parent = allPlaces(after).get(place.parent.node.anchor);
  const lane = parent?.node.lanes.find(({ key }) => key === place.lane.key);
  return parent && lane && { parent: parent.node.anchor, lane: lane.key, index: lane.children.length };
}

test('P4: one damaged character costs at most the block around it', () => {
  let others = 0;
  let kept = 0;
  fc.assert(
    fc.property(soundText, fc.nat(), fc.constantFrom('', '"', '(', ')', "'", 'x', ' ', ',', '=', '@'), (text, where, put) => {
      const document = open(text);
      const at = where % Math.max(1, text.length);
      const damaged = applyChange(document, [{ start: at, end: Math.min(text.length, at + 1), text: put }]);
      expectSound(damaged);
      const hit = placesIn(document, { start: 0, end: text.length }).filter(
        (each) => each.start > at || each.start + each.node.length < at,
      );
      const wordsAfter = new Map<string, number>();
      for (const { type, words } of damaged.root.children)
        wordsAfter.set(`${type} ${words}`, (wordsAfter.get(`${type} ${words}`) ?? 0) + 1);
      for (const { node } of hit) {
        others++;
        const left = wordsAfter.get(`${node.type} ${node.words}`) ?? 0;
        if (left > 0) kept++;
        wordsAfter.set(`${node.type} ${node.words}`, left - 1);
      }
    }),
    { numRuns: CASES },
  );
  console.log(`kept ${((kept / others) * 100).toFixed(2)} % of the steps outside`);
  expect(kept / others).toBeGreaterThanOrEqual(0.97);
});

test('P6: a document that was changed is the document of the changed text', () => {
  const edit = fc.tuple(
    fc.nat(),
    fc.nat(12),
    fc.oneof(fc.constantFrom(...TEXTS, '\n', '"', '(', 'END IF\n', 'IF a THEN\n', "' c\n"), fc.string({ maxLength: 3 })),
  );
  fc.assert(
    fc.property(anyText, fc.array(edit, { minLength: 1, maxLength: 5 }), (text, edits) => {
      let document = open(text);
      for (const [where, length, put] of edits) {
        const start = where % (document.text.length + 1);
        document = applyChange(document, [{ start, end: Math.min(document.text.length, start + length), text: put }]);
        const whole = open(document.text);
        // Compared as text: deep equality costs ten times as much.
        expect(plainTree(document)).toBe(plainTree(whole));
        expect(JSON.stringify(document.diagnostics)).toBe(JSON.stringify(whole.diagnostics));
      }
    }),
    { numRuns: CASES },
  );
});
