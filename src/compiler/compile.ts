/** One script: text to tree, names, checks, program. Any error means there is no program. */
import type { Block, Diagnostic, Program, Script } from '../spec/index.ts';
import { checkCalls } from './check/calls.ts';
import { checkDepth } from './check/depth.ts';
import { checkJumps, checkLabelUse } from './check/jumps.ts';
import { checkNames } from './check/names.ts';
import { checkShape } from './check/shape.ts';
import { checkUses } from './check/uses.ts';
import { checkWorkflows } from './check/workflows.ts';
import { cyclicCalls } from './cycles.ts';
import { bareHandlers, type HandlerSource, handlerStem, handlersOf, probed, withoutHandlers } from './handlers.ts';
import { type Language, type Vocabulary, vocabularyOf } from './language.ts';
import { type Checked, lowerProgram } from './lower/program.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { resolveScope } from './resolve/scope.ts';
import { stemOf } from './stem.ts';

export interface CompileOptions {
  /** File name inside the package: `start.bas`. */
  readonly script: string;
  readonly language: Language;
  /** Stems of the package's scripts, lower-case; left out where a file stands alone: then calls of scripts are not checked. */
  readonly scripts?: Iterable<string>;
  /** Bots that are live beside this package, and those that its other scripts add. */
  readonly bots?: Iterable<string>;
  /** Names that config.csv gives. */
  readonly variables?: Iterable<string>;
}

export interface Compiled {
  readonly program?: Program;
  /** What its ON EVENT blocks became, by stem. */
  readonly handlers: Readonly<Record<string, Program>>;
  readonly tree: Script;
  readonly diagnostics: readonly Diagnostic[];
}

export function compile(source: string, given: CompileOptions): Compiled {
  const options = listed(given);
  const { script, language } = options;
  const vocabulary = vocabularyOf(language);
  const reporter = createReporter();
  const { tree, diagnostics } = language.parse(source);
  reporter.add(diagnostics);
  const whole = bodyOf(tree);
  const failed = () => ({ tree, handlers: {}, diagnostics: reporter.all() });
  if (!checkDepth(whole, reporter.report)) return failed();
  const parts = { source, options, vocabulary, reporter };
  const bare = bareHandlers(whole);
  const main = check([...bare.guard, ...withoutHandlers(whole)], parts);
  const { declarations } = main;
  if (declarations.events) declarations.events = probed(declarations.events, bare.events);
  const handlers = handlersOf(whole, reporter).map((handler) => ({ handler, checked: checkHandler(handler, parts) }));
  if (reporter.hasErrors()) return failed();
  // Guesses about the whole script, worth something only when all of it was understood.
  for (const { body, scope } of [main, ...handlers.map((each) => each.checked)]) {
    checkNames(body, scope, vocabulary, reporter);
    checkLabelUse(body, reporter);
  }
  const stem = script.replace(/\.bas$/i, '');
  const programs = handlers.map(({ handler, checked }) => [handlerStem(stem, handler.suffix), lowerProgram(checked)] as const);
  return { program: lowerProgram(main), handlers: Object.fromEntries(programs), tree, diagnostics: reporter.all() };
}

/** Names may come as something that can be walked only once. */
const listed = ({ scripts, bots, variables, ...rest }: CompileOptions): CompileOptions => ({
  ...rest,
  ...(scripts && { scripts: [...scripts] }),
  ...(bots && { bots: [...bots] }),
  ...(variables && { variables: [...variables] }),
});

interface Parts {
  readonly source: string;
  readonly options: CompileOptions;
  readonly vocabulary: Vocabulary;
  readonly reporter: Reporter;
}

function checkHandler({ use, body, event }: HandlerSource, parts: Parts): Checked {
  // The line itself declares nothing here; what it says of the event is `event`.
  checkUses(
    [{ ...use, args: { ...use.args, body: { kind: 'block', body: [], span: use.span } } }],
    parts.vocabulary,
    parts.reporter.report,
  );
  const checked = check(body, parts);
  return { ...checked, declarations: { ...checked.declarations, events: [event] } };
}

/** EVENT is given to every script: by ON EVENT, or by the WAIT FOR EVENT that took one. */
const EVENT = 'event';

function check(body: Block, { source, options, vocabulary, reporter }: Parts): Checked {
  const scripts = options.scripts && new Set(options.scripts);
  const declarations = checkUses(body, vocabulary, reporter.report);
  const params = declarations.params.map((each) => each.name.toLowerCase());
  const variables = lowerCase([...(options.variables ?? []), EVENT]);
  const scope = resolveScope(body, { params, variables, scripts }, vocabulary);
  checkCalls(body, { scope, vocabulary, scripts, reporter });
  checkJumps(body, vocabulary, reporter);
  reporter.add(cyclicCalls([{ stem: stemOf(options.script), body }]).get(stemOf(options.script)) ?? []);
  checkWorkflows(body, { bots: [...(options.scripts ?? []), ...(options.bots ?? [])], isAlone: !options.scripts, reporter });
  checkShape(body, { scope, vocabulary, reporter });
  return { script: options.script, text: source, body, scope, vocabulary, declarations };
}

const lowerCase = (names: Iterable<string>): readonly string[] => Array.from(names, (name) => name.toLowerCase());

/** A file of prose is a prompt: a script that answers its text. */
const bodyOf = ({ prose, body, span }: Script): Block => (prose ? [{ kind: 'return', value: prose, span, tile: span }] : body);
