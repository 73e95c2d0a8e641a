/** What a model is told beside the prompt, and which model it is. */
import type { AskContext, MemoryPort, ModelMessage } from '../../src/spec/index.ts';
import { Dict, toText } from '../../src/values/index.ts';
import { sessionOf } from './scopes.ts';

export const SYSTEM_PROMPT = 'llm.system';
export const CONTEXTS = 'llm.contexts';
/** The context of SET CONTEXT without a name. */
export const UNNAMED = 'context';

export async function messagesFor(prompt: string, memory: MemoryPort, ask: AskContext): Promise<readonly ModelMessage[]> {
  const owner = sessionOf(ask);
  const own = await memory.get('conversation', owner, SYSTEM_PROMPT);
  const configured = ask.config['system-prompt'] ?? ask.config['bot-system-prompt'];
  const contexts = await storedContexts(memory, ask);
  const instructions = [toText(own) || configured || '', ...[...contexts.entries()].map(([name, text]) => section(name, toText(text)))];
  const system = instructions.filter((text) => text.trim() !== '').join('\n\n');
  return [...(system === '' ? [] : [{ role: 'system', text: system } as const]), { role: 'user', text: prompt }];
}

export const storedContexts = async (memory: MemoryPort, ask: AskContext): Promise<Dict> => {
  const stored = await memory.get('conversation', sessionOf(ask), CONTEXTS);
  return Dict.from(stored instanceof Dict ? stored.entries() : []);
};

/** WITH MODEL wins; else what config.csv names for the goal (`llm-model-speed`), else `llm-model`. */
export function modelFor(model: string | undefined, goal: string | undefined, config: AskContext['config']): string | undefined {
  return model || (goal && config[`llm-model-${goal.trim().toLowerCase()}`]) || config['llm-model'] || undefined;
}

const section = (name: string, text: string): string => (name === UNNAMED ? text : `# ${name}\n${text}`);
