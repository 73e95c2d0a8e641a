/**
 * A package as an editor sees it: the texts of its scripts, what stands around them, and what was found out about each,
 * kept as long as its text stays. Every question of the service is asked of a project, a script's name and an offset.
 */
import { createExpect, type Expect, type Parsed, scan, type Token } from '../../../grammar/index.ts';
import { lineStarts } from '../../base/index.ts';
import { addedBots, checkDepth, type Language, resolveScope, type Scope, stemOf, vocabularyOf } from '../../compiler/index.ts';
import type { Script, SyntaxTable } from '../../spec/index.ts';
import { standardLanguage } from '../index.ts';
import { type Occurrence, occurrencesIn } from './names.ts';
import { paramsOf } from './params.ts';

export interface Workspace {
  /** By file name, as in the package: `start.bas`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Bots that are live beside this package. */
  readonly bots?: readonly string[];
  /** Names that config.csv gives to every script as variables. */
  readonly variables?: readonly string[];
  /** Names of config.csv that GET reads. */
  readonly config?: readonly string[];
  /** Names of secrets; never what they hold. */
  readonly secrets?: readonly string[];
  /** The files are no package: a script that is not known may still be there. */
  readonly isLoose?: boolean;
}

/** One script, and what was worked out about it so far. */
export class Source {
  readonly file: string;
  readonly stem: string;
  readonly text: string;
  readonly #language: Language;
  #parsed: Parsed | undefined;
  #tokens: readonly Token[] | undefined;
  #starts: readonly number[] | undefined;
  #bots: readonly string[] | undefined;

  constructor(file: string, text: string, language: Language) {
    this.file = file;
    this.stem = stemOf(file);
    this.text = text;
    this.#language = language;
  }

  #read() {
    this.#parsed ??= this.#shallow(this.#language.parse(this.text));
    return this.#parsed;
  }
  /** What is nested too deep to be walked is one line that does not parse, as the compiler has it. */
  #shallow(parsed: Parsed): Parsed {
    const diagnostics = [...parsed.diagnostics];
    if (checkDepth(parsed.tree.body, (code, span, details = {}) => diagnostics.push({ code, span, details }))) return parsed;
    const { text, span } = parsed.tree;
    return { tree: { kind: 'script', text, span, body: [{ kind: 'broken', span, tile: span }] }, diagnostics };
  }
  get tree(): Script {
    return this.#read().tree;
  }
  get tokens(): readonly Token[] {
    this.#tokens ??= scan(this.text, this.#language.table);
    return this.#tokens;
  }
  /** Where each physical line begins. */
  get starts(): readonly number[] {
    this.#starts ??= lineStarts(this.text);
    return this.#starts;
  }
  /** Named by ADD BOT. */
  get bots(): readonly string[] {
    this.#bots ??= addedBots(this.tree.body);
    return this.#bots;
  }
}

export class Project {
  readonly workspace: Workspace;
  readonly language: Language;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #facts = new Map<Source, { readonly scope: Scope; readonly occurrences: readonly Occurrence[] }>();
  #stems: ReadonlySet<string> | undefined;

  private constructor(workspace: Workspace, language: Language, sources: ReadonlyMap<string, Source>) {
    this.workspace = workspace;
    this.language = language;
    this.#sources = sources;
  }

  static open(workspace: Workspace, language: Language = standardLanguage()): Project {
    return new Project(
      workspace,
      language,
      new Map(Object.entries(workspace.scripts).map(([file, text]) => [file, new Source(file, text, language)])),
    );
  }

  /** As it is after an edit; what was known of the other scripts stays known. `text` undefined: the file is gone. */
  with(file: string, text: string | undefined): Project {
    if (this.#sources.get(file)?.text === text) return this;
    const sources = new Map(this.#sources);
    if (text === undefined) sources.delete(file);
    else sources.set(file, new Source(file, text, this.language));
    const scripts = Object.fromEntries([...sources].map(([name, source]) => [name, source.text]));
    return new Project({ ...this.workspace, scripts }, this.language, sources);
  }

  /** As it is when something around the scripts has changed. */
  around(workspace: Omit<Workspace, 'scripts'>): Project {
    return new Project({ ...workspace, scripts: this.workspace.scripts }, this.language, this.#sources);
  }

  get sources(): readonly Source[] {
    return [...this.#sources.values()];
  }
  has(file: string): boolean {
    return this.#sources.has(file);
  }
  /** A script that is not there is an empty one: an editor may ask for what was closed meanwhile. */
  source(file: string): Source {
    return this.#sources.get(file) ?? new Source(file, '', this.language);
  }
  get stems(): ReadonlySet<string> {
    this.#stems ??= new Set(this.sources.map(({ stem }) => stem));
    return this.#stems;
  }
  /** Bots that can be asked: live ones, and those that any script adds. */
  get bots(): readonly string[] {
    return [...new Set([...(this.workspace.bots ?? []), ...this.sources.flatMap(({ bots }) => bots)])];
  }
  get vocabulary() {
    return vocabularyOf(this.language);
  }
  expect(source: Source, start: number, end: number): ReturnType<Expect> {
    return expectOf(this.language.table)(source.text, start, end);
  }

  scope(source: Source): Scope {
    return this.#factsOf(source).scope;
  }
  /** Every name that stands for something, in the order of the text. */
  occurrences(source: Source): readonly Occurrence[] {
    return this.#factsOf(source).occurrences;
  }

  #factsOf(source: Source) {
    let facts = this.#facts.get(source);
    if (!facts) {
      const params = paramsOf(source.tree).map(({ id }) => id);
      const variables = [...(this.workspace.variables ?? []).map((name) => name.toLowerCase()), 'event'];
      const scope = resolveScope(source.tree.body, { params, variables, scripts: this.stems }, this.vocabulary);
      facts = { scope, occurrences: occurrencesIn(source, scope, { stems: this.stems, vocabulary: this.vocabulary }) };
      this.#facts.set(source, facts);
    }
    return facts;
  }
}

const expects = new WeakMap<SyntaxTable, Expect>();
function expectOf(table: SyntaxTable): Expect {
  const expect = expects.get(table) ?? createExpect(table);
  expects.set(table, expect);
  return expect;
}
