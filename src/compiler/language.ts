/** The words a program is compiled against: what stands in the tables, found by name. */
import type { Diagnostic, FunctionDefinition, Keyword, Script, SyntaxNode, SyntaxTable } from '../spec/index.ts';

export interface Language {
  readonly parse: (text: string) => { readonly tree: Script; readonly diagnostics: readonly Diagnostic[] };
  readonly table: SyntaxTable;
  readonly keywords: readonly Keyword[];
  readonly functions: readonly FunctionDefinition[];
  /** What values can be asked to do: `list.push(x)`; any case. */
  readonly methods: readonly string[];
}

export interface Vocabulary {
  keyword(name: string): Keyword | undefined;
  /** By name or alias. */
  function(id: string): FunctionDefinition | undefined;
  isMethod(id: string): boolean;
  /** What a word standing alone means when the program never assigns it. */
  bare(
    id: string,
  ):
    | { readonly kind: 'keyword'; readonly keyword: Keyword; readonly form: number }
    | { readonly kind: 'function'; readonly definition: FunctionDefinition }
    | undefined;
  readonly functionNames: readonly string[];
  readonly keywordNames: readonly string[];
  readonly methodNames: readonly string[];
}

const known = new WeakMap<Language, Vocabulary>();

export function vocabularyOf(language: Language): Vocabulary {
  const before = known.get(language);
  if (before) return before;
  const vocabulary = buildVocabulary(language);
  known.set(language, vocabulary);
  return vocabulary;
}

function buildVocabulary(language: Language): Vocabulary {
  const keywords = new Map(language.keywords.map((each) => [each.name, each]));
  const functions = new Map(
    language.functions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name.toUpperCase(), each] as const)),
  );
  const methods = new Set(language.methods.map((each) => each.toLowerCase()));
  const bareForms = bareFormsOf(language.table);
  return {
    keyword: (name) => keywords.get(name),
    function: (id) => functions.get(id.toUpperCase()),
    isMethod: (id) => methods.has(id.toLowerCase()),
    bare(id) {
      const name = id.toUpperCase();
      const form = bareForms.get(name);
      const keyword = keywords.get(name);
      if (keyword && form !== undefined) return { kind: 'keyword', keyword, form };
      const definition = functions.get(name);
      return definition?.bare ? { kind: 'function', definition } : undefined;
    },
    functionNames: [...functions.keys()],
    keywordNames: [...keywords.keys()],
    methodNames: language.methods,
  };
}

/** One-word keywords that may stand without any argument inside an expression, and the syntax line that says so. */
function bareFormsOf(table: SyntaxTable): ReadonlyMap<string, number> {
  const forms = new Map<string, number>();
  for (const { keyword, form, nodes } of table.forms) {
    const [first, ...rest] = nodes;
    const isWord = first?.kind === 'words' && first.words.length === 1 && first.words[0] === keyword;
    if (isWord && rest.every(isLeavable) && table.keywords[keyword]?.value && !forms.has(keyword)) forms.set(keyword, form);
  }
  return forms;
}

const isLeavable = (node: SyntaxNode): boolean =>
  node.kind === 'optional' || node.kind === 'clauses' || (node.kind === 'choice' && node.choices.some((nodes) => nodes.every(isLeavable)));
