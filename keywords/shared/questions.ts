/**
 * Asking the visitor: what HEAR, ASK and INPUT share. A question is one wait; an answer that does not fit is
 * answered with a sentence and the same wait again, three times in all. Then the default stands in, or the fault.
 */
import type { AskContext, Faulted, Signal, StreamItem, Waits, Woken, Write } from '../../src/spec/index.ts';
import { Secret, toText, type Value } from '../../src/values/index.ts';
import { type AnswerType, answerType, TEXT } from '../answers/index.ts';
import { say, show } from './conversation.ts';
import { faulted } from './faulted.ts';

const TRIES = 3;
const LONGEST_TYPED = 2000;

export interface Question {
  readonly type?: string;
  readonly prompt?: string;
  readonly options?: readonly Value[];
  /** `*` was written among the options: any other text is fine too. */
  readonly free?: boolean;
  /** Stands in for an empty answer, for silence, and after the last try. */
  readonly fallback?: Value;
}

export interface Waking {
  readonly ask: AskContext;
  readonly tries: number;
  readonly now: number;
}

export function poseQuestion(question: Question, ask: AskContext): Waits | Faulted {
  if (ask.conversation === undefined) return faulted('no-reply', 'this run has no conversation in which somebody could answer');
  return waitFor(question, ask, question.prompt === undefined ? [] : say(ask, question.prompt));
}

export function hearAnswer(question: Question, signal: Signal, { ask, tries, now }: Waking): Woken {
  if (signal.kind !== 'reply') return giveUp(question, 'nobody answered in time');
  const answer = (signal.value ?? signal.text).trim();
  if (answer === '' && question.fallback !== undefined) return heard(question.fallback);
  const value = readAnswer(question, answer, { now, decimalComma: isPortuguese(ask) });
  if (value !== undefined) return typeOf(question).secret ? concealed(String(value), ask) : heard(value);
  if (tries >= TRIES) return giveUp(question, `no usable answer after ${TRIES} tries`);
  return waitFor(question, ask, say(ask, complaint(question, isPortuguese(ask))));
}

function waitFor(question: Question, ask: AskContext, said: readonly Write[]): Waits {
  const seconds = Number(ask.config['hear-timeout-secs']);
  return {
    wait: {
      kind: 'reply',
      conversation: ask.conversation as string,
      ...(seconds > 0 && { timeoutMs: seconds * 1000 }),
    },
    writes: [...said, ...show(ask, promptItem(question))],
  };
}

function promptItem(question: Question): StreamItem {
  if (question.options) return { type: 'prompt', input: 'menu', options: question.options.map(toText), free: question.free === true };
  const type = typeOf(question);
  return { type: 'prompt', input: type.names[0].toLowerCase(), ...(type.secret && { secret: true }) };
}

function readAnswer(question: Question, answer: string, reading: { now: number; decimalComma: boolean }): Value | undefined {
  if (question.options) return chosen(question.options, answer) ?? (question.free && answer !== '' ? answer : undefined);
  const type = typeOf(question);
  // An empty message answers a plain HEAR; a type wants something to read, and no more than a person writes.
  if (type !== TEXT && answer === '') return undefined;
  return type.read !== TEXT.read && answer.length > LONGEST_TYPED ? undefined : type.read(answer, reading);
}

/** The option as it was written, by its text or else by its number in the list. */
function chosen(options: readonly Value[], answer: string): Value | undefined {
  const plain = answer.toLowerCase();
  const named = options.find((option) => toText(option).trim().toLowerCase() === plain);
  return named ?? (/^\d{1,3}$/.test(plain) ? options[Number(plain) - 1] : undefined);
}

function complaint(question: Question, portuguese: boolean): string {
  if (question.options) {
    const options = question.options.map(toText).join(', ');
    return portuguese ? `Escolha uma das opções: ${options}.` : `Please choose one of these: ${options}.`;
  }
  const [english, translated] = typeOf(question).wanted;
  return portuguese ? `Isso não parece ${translated}. Tente de novo.` : `That does not look like ${english}. Please try again.`;
}

const typeOf = (question: Question): AnswerType => (question.type === undefined ? TEXT : answerType(question.type));

const heard = (value: Value): Woken => ({ result: value, writes: [] });

/** The cleartext goes to the secrets of the run, under the address of this very question. */
const concealed = (cleartext: string, ask: AskContext): Woken => ({
  result: new Secret([{ handle: ask.key }]),
  writes: [{ kind: 'secret', handle: ask.key, cleartext }],
});

const giveUp = (question: Question, reason: string): Woken =>
  question.fallback === undefined ? faulted('no-reply', reason) : heard(question.fallback);

const isPortuguese = (ask: AskContext): boolean => /^pt\b/i.test(ask.config['default-language'] ?? ask.config['default language'] ?? '');
