/**
 * What answers when there is no model server: sentences picked from the text it was given, the same ones each time.
 * It is no language model and says so in every answer; it is there so that a package runs, not so that it is clever.
 */
import { done, type ModelAnswer, type ModelMessage, type ModelPort } from '../../spec/index.ts';
import { estimateTokens } from './token-estimate.ts';

const FOUND = '(No language model is configured. The closest passage in the text at hand:)';
const NOTHING_FOUND =
  '(No language model is configured, and nothing in the text at hand answers this. Write llm-url into config.csv, or set OPENAI_API_KEY.)';
const LONGEST_ANSWER = 3;

export const localModel: ModelPort = {
  provider: 'local',
  async complete({ messages, stream }) {
    const passage = closestPassage(messages);
    const text = passage === '' ? NOTHING_FOUND : `${FOUND} ${passage}`;
    for (const piece of text.match(/\S+\s*/g) ?? []) stream(piece);
    const answer: ModelAnswer = {
      text,
      model: 'local',
      provider: 'local',
      inputTokens: messages.reduce((sum, message) => sum + estimateTokens(message.text), 0),
      outputTokens: estimateTokens(text),
      estimated: true,
    };
    return { ...done(text), answer };
  },
};

/** The question is the first or last line of the prompt, or its first sentence; all else is the text to search. */
export function closestPassage(messages: readonly ModelMessage[]): string {
  const prompt = messages.findLast(({ role }) => role === 'user')?.text ?? '';
  const sentences = sentencesOf(prompt);
  const question = sentences.findLast((sentence) => sentence.endsWith('?')) ?? sentences[0] ?? '';
  const knowledge = messages.filter(({ role }) => role === 'system').flatMap(({ text }) => sentencesOf(text));
  const candidates = [...sentences.filter((sentence) => sentence !== question), ...knowledge];
  const wanted = wordsOf(question);
  const rarity = rarityOf(candidates.map(wordsOf));
  const scored = candidates.map((sentence, index) => ({ sentence, index, score: score(wordsOf(sentence), wanted, rarity) }));
  const best = scored.filter((each) => each.score > 0).sort((a, b) => b.score - a.score || a.index - b.index);
  const worth = best.filter((each) => each.score >= (best[0]?.score ?? 0) / 2).slice(0, LONGEST_ANSWER);
  return worth
    .sort((a, b) => a.index - b.index)
    .map((each) => each.sentence)
    .join(' ');
}

const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?…])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));

/** Words too common to tell anything, English and Portuguese. */
const COMMON = new Set(
  (
    'a an the and or of to in on at is are was be do does did for with by from as it this that what which who when where how why ' +
    'you your i me my we our can could please will would o os as um uma e ou de do da dos das em no na para por com que qual quem quando onde como é são'
  ).split(' '),
);

/** Folded, without endings that only say number. */
function wordsOf(text: string): ReadonlySet<string> {
  const folded = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)).map((word) => (word.length > 3 ? word.replace(/e?s$/, '') : word)));
}

function rarityOf(sentences: readonly ReadonlySet<string>[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const words of sentences) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (word) => Math.log(1 + sentences.length / (counts.get(word) ?? sentences.length + 1));
}

function score(words: ReadonlySet<string>, wanted: ReadonlySet<string>, rarity: (word: string) => number): number {
  let sum = 0;
  for (const word of words) if (wanted.has(word)) sum += rarity(word);
  return sum / Math.sqrt(words.size || 1);
}
