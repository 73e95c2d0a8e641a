/**
 * The cases of the workflow templates, as transcripts: dying before and after each flush, on the memory store. Where a bot
 * that was asked calls a service itself, a person would have to say what came of it, and the sweep's looks at the run that
 * is played only: those are left out.
 */
import { describe, expect, test } from 'vitest';
import { compilePackage } from '../../src/compiler/index.ts';
import { parseConfig } from '../../src/deploy/index.ts';
import { standardLanguage } from '../../src/language/index.ts';
import { type Line, parseTranscript } from '../../src/runtime/index.ts';
import { casesIn, configIn, parseCase, readPackageTexts, rehearse, scriptsIn } from '../../src/sandbox/index.ts';
import { sweep } from '../support/sweep.ts';

const ASKS_IN_A_CHILD = ['order-processing: good', 'order-processing: declined', 'order-processing: lost', 'order-processing: no-courier'];
const NAMES = ['approval-chain', 'content-pipeline', 'incident-response', 'lead-qualification', 'order-processing', 'support-triage'];
const cases = [...NAMES, 'onboarding-drip', 'research-team'].flatMap((name) => {
  const texts = readPackageTexts(`templates/${name}.gbai`);
  return casesIn(texts).flatMap((each) =>
    each.kind === 'case' ? [[`${name}: ${each.name}`, texts, texts[each.path] as string] as const] : [],
  );
});

describe.each(cases.filter(([name]) => !ASKS_IN_A_CHILD.includes(name)))('%s', (_, texts, text) => {
  test('goes on where it was', async () => {
    const of = parseCase(text);
    const scripts = scriptsIn(texts);
    const config = parseConfig(configIn(texts));
    const played = await rehearse({ scripts, config: configIn(texts), of, real: [], policy: 'workshop', grants: [] });
    const settings: Line[] = [
      ...Object.entries(config.values).map(([name, value]) => ({ kind: 'setting', name: `config.${name}`, text: value }) as const),
      { kind: 'setting', name: 'grants', text: (of.grants ?? []).join(' ') },
    ];
    const { programs } = compilePackage({ scripts, variables: Object.keys(config.variables), language: standardLanguage() });
    const { deaths, broken } = await sweep({
      programs,
      variables: config.variables,
      script: [...settings, ...parseTranscript(played.transcript)],
    });
    expect(deaths).toBeGreaterThan(0);
    expect(broken).toEqual([]);
  });
});
