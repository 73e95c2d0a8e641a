/** The bots of a conversation: what ADD BOT said of each. One value of the conversation, in the order added. */
import type { AskContext, MemoryPort } from '../../src/spec/index.ts';
import { Dict, toJson, toText, type Value } from '../../src/values/index.ts';
import { sessionOf } from './scopes.ts';

const ROSTER = 'bots.roster';

export async function readRoster(memory: MemoryPort, ask: AskContext): Promise<Dict> {
  const stored = await memory.get('conversation', sessionOf(ask), ROSTER);
  return Dict.from(stored instanceof Dict ? stored.entries() : []);
}

export const keepRoster = (roster: Dict, ask: AskContext) =>
  ({ kind: 'memory', scope: 'conversation', owner: sessionOf(ask), key: ROSTER, value: roster.size > 0 ? roster : null }) as const;

/** Of the highest priority first; equals in the order added. */
export const byPriority = (roster: Dict): readonly Dict[] =>
  [...roster.values()].filter((each) => each instanceof Dict).sort((a, b) => priorityOf(b) - priorityOf(a));

const priorityOf = (bot: Dict): number => {
  const priority = bot.get('priority');
  return typeof priority === 'number' ? priority : 0;
};

/** What a model is told when it plays a bot; the context as JSON, for it is data and no instruction. */
export function playedPrompt(played: Value): string {
  const facts = played instanceof Dict ? played : new Dict();
  const role = toText(facts.get('role'));
  const context = facts.get('context');
  const lines = [`${opening(toText(facts.get('name')))}${role ? `. Your role: ${role}` : ''}.`];
  const instructions = toText(facts.get('prompt'));
  if (instructions) lines.push(instructions);
  lines.push(`Your task: ${toText(facts.get('task'))}`);
  if (context instanceof Dict && context.size > 0) lines.push(`What is known so far, as data:\n${toJson(context)}`);
  lines.push('Answer with the result alone.');
  return lines.join('\n');
}

const opening = (name: string): string => `You are "${name}", a bot that works with others`;

/** Which bot a prompt wants to be played, and what it says of its task. */
export function playedBot(prompt: string): { readonly name: string; readonly task: string } | undefined {
  const [, name] = /^You are "([^\n]*)", a bot that works with others/m.exec(prompt) ?? [];
  const [, task = ''] = /^Your task: ([^\n]*)/m.exec(prompt) ?? [];
  return name !== undefined && prompt.includes(opening(name)) ? { name, task } : undefined;
}
