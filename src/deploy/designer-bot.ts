/**
 * The designer's own bot: it asks the model for a script, so that such a call passes the same door as every other, is
 * journaled, counted against budgets and shown with its run. No package can take its name, and no list of bots shows it.
 */
import { compilePackage, type Language } from '../compiler/index.ts';
import { DESIGNER_BOT, type Packages } from '../spec/index.ts';

export const DESCRIBE_SCRIPT = 'describe';
const SOURCE = 'PARAM wanted AS STRING\nRETURN LLM wanted\n';

/** Which model, and what its package allows it to cost. */
const PASSED_ON = /^(llm-(url|key|model|provider|temperature|server-ctx-size)|budget-(usd|tokens)-(day|run))$/;

/** It asks the model that this configuration names, else the host's. */
export async function publishDesigner(
  packages: Pick<Packages, 'publish'>,
  language: Language,
  brief: string,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const { programs } = compilePackage({ scripts: { [DESCRIBE_SCRIPT]: SOURCE }, variables: [], language });
  const passed = Object.fromEntries(Object.entries(config).filter(([key]) => PASSED_ON.test(key)));
  await packages.publish({
    bot: DESIGNER_BOT,
    policy: 'workshop',
    config: { ...passed, 'system-prompt': brief, 'llm-stream': 'false' },
    variables: {},
    programs,
    sources: { [DESCRIBE_SCRIPT]: SOURCE },
  });
}
