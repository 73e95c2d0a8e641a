/** What the service found, in the words of the protocol. */
import {
  type CodeAction,
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  InsertTextFormat,
  type Location,
  MarkupKind,
  type SemanticTokens,
  type SignatureHelp,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver/node';
import {
  type Completion,
  type CompletionKind,
  type Fold,
  type TextEdit as OurEdit,
  type OutlineItem,
  type Problem,
  type SemanticToken,
  type CodeAction as ServiceAction,
  type Signature,
  TOKEN_TYPES,
} from '../language/service/index.ts';
import { OpenText } from './open-text.ts';
import { uriOf } from './packages.ts';

/** A text that is only looked at. */
export const viewOf = (file: string, text: string): OpenText => new OpenText(uriOf(file), 0, text);

export const edits = (view: OpenText, found: readonly OurEdit[]): TextEdit[] =>
  found.map(({ start, end, text }) => ({ range: view.range({ start, end }), newText: text }));

const SEVERITY = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

export function diagnostic(view: OpenText, { code, severity, span, message, help, related }: Problem): Diagnostic {
  return {
    range: view.range(span),
    severity: SEVERITY[severity],
    code,
    source: 'basalt',
    message: help ? `${message}\nhelp: ${help}` : message,
    ...(related && {
      relatedInformation: related.map((each) => ({ message: each.note, location: { uri: view.uri, range: view.range(each.span) } })),
    }),
  };
}

export function action(view: OpenText, found: ServiceAction): CodeAction {
  return {
    title: found.title,
    kind: CodeActionKind.QuickFix,
    isPreferred: found.isPreferred,
    diagnostics: [diagnostic(view, found.problem)],
    edit: { changes: { [view.uri]: edits(view, found.edits) } },
  };
}

const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  keyword: CompletionItemKind.Keyword,
  control: CompletionItemKind.Snippet,
  clause: CompletionItemKind.Keyword,
  operator: CompletionItemKind.Operator,
  variable: CompletionItemKind.Variable,
  routine: CompletionItemKind.Function,
  function: CompletionItemKind.Function,
  method: CompletionItemKind.Method,
  field: CompletionItemKind.Field,
  label: CompletionItemKind.Reference,
  bot: CompletionItemKind.Module,
  script: CompletionItemKind.File,
  event: CompletionItemKind.Event,
  type: CompletionItemKind.EnumMember,
  config: CompletionItemKind.Property,
  secret: CompletionItemKind.Property,
  literal: CompletionItemKind.Value,
};

/** An editor without snippets gets their text, places and all. */
export function completion(view: OpenText, item: Completion, index: number, hasSnippets: boolean): CompletionItem {
  const newText = item.isSnippet && !hasSnippets ? unplaced(item.insert) : item.insert;
  return {
    label: item.label,
    kind: COMPLETION_KINDS[item.kind],
    sortText: String(index).padStart(4, '0'),
    textEdit: { range: view.range(item.span), newText },
    insertTextFormat: item.isSnippet && hasSnippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(item.detail && { detail: item.detail }),
    ...(item.insert.startsWith('"') && { filterText: `"${item.label}"` }),
    data: { kind: item.kind },
  };
}
const unplaced = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+(?::([^}]*))?\}|\$\d+|\\(.)/g, (_, shown: string | undefined, plain: string | undefined) => shown ?? plain ?? '')
    .replaceAll('\t', '  ');

export const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });

export function signatureHelp({ label, summary, parameters, active }: Signature): SignatureHelp {
  return {
    signatures: [
      {
        label,
        documentation: summary,
        parameters: parameters.map((each) => ({
          label: [each.span.start, each.span.end],
          ...(each.summary && { documentation: each.summary }),
        })),
      },
    ],
    activeSignature: 0,
    activeParameter: active ?? parameters.length,
  };
}

const SYMBOL_KINDS: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  input: SymbolKind.Variable,
  routine: SymbolKind.Function,
  label: SymbolKind.Key,
  handler: SymbolKind.Event,
  workflow: SymbolKind.Module,
  step: SymbolKind.Object,
  branch: SymbolKind.Array,
};

export function symbol(view: OpenText, item: OutlineItem): DocumentSymbol {
  return {
    name: item.name,
    kind: SYMBOL_KINDS[item.kind],
    range: view.range(item.span),
    selectionRange: view.range(item.selection),
    children: item.children.map((each) => symbol(view, each)),
    ...(item.detail && { detail: item.detail }),
  };
}

export const everySymbol = (items: readonly OutlineItem[]): readonly OutlineItem[] =>
  items.flatMap((each) => [each, ...everySymbol(each.children)]);
export const symbolLocation = (view: OpenText, item: OutlineItem): { name: string; kind: SymbolKind; location: Location } => ({
  name: item.name,
  kind: SYMBOL_KINDS[item.kind],
  location: { uri: view.uri, range: view.range(item.selection) },
});

export const fold = ({ from, to, kind }: Fold): FoldingRange => ({
  startLine: from - 1,
  endLine: to - 1,
  ...(kind === 'comment' && { kind: FoldingRangeKind.Comment }),
});

/** Five numbers a token, the place counted from the token before. */
export function tokens(view: OpenText, found: readonly SemanticToken[]): SemanticTokens {
  const data: number[] = [];
  let [line, character] = [0, 0];
  for (const { start, end, type } of found) {
    const at = view.range({ start, end }).start;
    data.push(at.line - line, at.line === line ? at.character - character : at.character, end - start, TOKEN_TYPES.indexOf(type), 0);
    [line, character] = [at.line, at.character];
  }
  return { data };
}
