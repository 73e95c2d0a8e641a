/**
 * The compiled syntax table: what `npm run gen` makes of every keyword's `syntax` lines and the
 * parser walks. Plain data, committed, fresh by test.
 */
export type ArgumentKind =
  | 'expression'
  | 'items'
  | 'operand'
  | 'target'
  | 'word'
  | 'name'
  | 'cond'
  | 'pairs'
  | 'group'
  | 'prose'
  | 'sql'
  | 'rows'
  | 'text'
  | 'block'
  | 'statement';

export type SyntaxNode =
  /** `nextLine`, written `/`: may begin on the next line. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly nextLine?: boolean }
  | { readonly kind: 'mark'; readonly mark: ',' | ':' | '=' | '*' | '(' | ')' }
  | { readonly kind: 'argument'; readonly name: string; readonly argument: ArgumentKind }
  | { readonly kind: 'optional'; readonly nodes: readonly SyntaxNode[]; readonly flag?: string }
  /** Any number, in any order. */
  | { readonly kind: 'clauses'; readonly choices: readonly Clause[] }
  | { readonly kind: 'choice'; readonly choices: readonly (readonly SyntaxNode[])[] };

export interface Clause {
  readonly nodes: readonly SyntaxNode[];
  readonly flag?: string;
}

export interface SyntaxForm {
  readonly keyword: string;
  readonly form: number;
  readonly nodes: readonly SyntaxNode[];
}

export interface SyntaxTable {
  readonly forms: readonly SyntaxForm[];
  readonly keywords: Readonly<Record<string, { readonly call: boolean; readonly value: boolean }>>;
  /** Library functions, upper case: name → may be written as a prefix, may stand bare. */
  readonly functions: Readonly<
    Record<string, { readonly prefix: boolean; readonly bare: boolean; readonly arity: readonly [number, number] }>
  >;
}
