/** The workflow templates: each is a product that says what it is, is written as the formatter writes, and is tried from its first line to its last. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { keywords } from '../../keywords/index.ts';
import { lineStarts, positionAt } from '../../src/base/index.ts';
import { statementsIn } from '../../src/compiler/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import {
  casesIn,
  configIn,
  type PackageTexts,
  parseCase,
  readPackageTexts,
  readTemplate,
  rehearse,
  scriptsIn,
} from '../../src/sandbox/index.ts';
import { basalt } from '../support/terminal.ts';

const WORKFLOWS = [
  'approval-chain',
  'content-pipeline',
  'incident-response',
  'lead-qualification',
  'onboarding-drip',
  'order-processing',
  'research-team',
  'support-triage',
];
const LONGEST_LINE = 120;
const ASKING = new Set(keywords.flatMap(({ name, effect }) => (effect ? [name] : [])));

test('every template is formatted', async () => {
  expect(await basalt(['fmt', '--check', 'templates'])).toMatchObject({ code: 0, out: '' });
});

test('the cases that the guide shows hold', async () => {
  const texts = readPackageTexts('templates/approval-chain.gbai');
  const shown = [...readFileSync('docs/guides/templates.md', 'utf8').matchAll(/^```json\n([\s\S]*?)^```/gm)].map(
    ([, json]) => json as string,
  );
  expect(shown).toHaveLength(2);
  for (const json of shown) expect(await rehearsed({ ...texts, shown: json }, 'shown')).toMatchObject({ ok: true, unmet: [] });
});

describe.each(WORKFLOWS)('%s', (name) => {
  const texts = readPackageTexts(`templates/${name}.gbai`);
  const template = readTemplate('templates', name);
  const cases = casesIn(texts);

  test('says what it is, and what it needs', () => {
    expect(template).toMatchObject({ kind: 'workflow', title: expect.stringMatching(/^[A-Z]/), summary: expect.stringMatching(/\.$/) });
    expect(template.summary.length).toBeGreaterThan(80);
    expect(template.needs.people.length + template.needs.bots.length).toBeGreaterThan(0);
    expect(template.cases[0]?.name).toBe('good');
    expect(cases.length).toBeGreaterThan(2);
  });

  test('reads well on a canvas: short lines, steps with names', () => {
    for (const [stem, source] of Object.entries(scriptsIn(texts))) {
      const long = source.split('\n').flatMap((line, index) => (line.length > LONGEST_LINE ? [`${stem}:${index + 1}`] : []));
      expect(long).toEqual([]);
      expect(source).not.toMatch(/\bSTEP \d/);
    }
  });

  test('its cases say what everybody does, and hold; together they come to every line that does something', async () => {
    const reached = new Set<string>();
    for (const { path, name: called } of cases) {
      const answer = await rehearsed(texts, path);
      expect([called, answer.unmet, answer.fault?.code, answer.ok]).toEqual([called, [], answer.fault?.code, true]);
      const steps = [...answer.steps, ...answer.runs.flatMap((run) => run.steps)];
      expect([called, steps.flatMap(({ line, note }) => (note ? [`${line} ${note}`] : []))]).toEqual([called, []]);
      for (const { script, line } of steps) reached.add(`${script}:${line}`);
    }
    expect(asksOf(scriptsIn(texts)).filter((place) => !reached.has(place))).toEqual([]);
  });
});

const rehearsed = (texts: PackageTexts, path: string) =>
  rehearse({
    scripts: scriptsIn(texts),
    config: configIn(texts),
    of: parseCase(texts[path] as string),
    real: [],
    policy: 'workshop',
    grants: [],
  });

/** `start.bas:7` of every statement that asks for something. */
const asksOf = (scripts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(scripts).flatMap(([stem, source]) => {
    const starts = lineStarts(source);
    return [...statementsIn(standardLanguage().parse(source).tree.body)].flatMap((each) =>
      each.kind === 'keyword' && ASKING.has(each.keyword) ? [`${stem}.bas:${positionAt(starts, each.span.start).line}`] : [],
    );
  });
