/** The language service, in the editor's words. One set of providers for all panes; each model leads to its package. */
import type * as Editor from 'monaco-editor/editor/editor.api';
import {
  type CompletionKind,
  codeActions,
  complete,
  definition,
  describeCompletion,
  diagnostics,
  folding,
  formatEdits,
  hover,
  lenses,
  type OutlineItem,
  outline,
  prepareRename,
  references,
  rename,
  semanticTokens,
  signature,
  TOKEN_TYPES,
} from '../../../src/language/service/index.ts';
import { LANGUAGE } from './language.ts';
import type { Monaco } from './load-monaco.ts';
import type { PackageView } from './package-view.ts';

type Model = Editor.editor.ITextModel;

const views = new WeakMap<Model, PackageView>();
/** Called with the offset of a line whose lens was pressed. */
const tests = new WeakMap<Model, (offset: number) => void>();

export function bindModel(model: Model, view: PackageView, test: ((offset: number) => void) | undefined): void {
  views.set(model, view);
  if (test) tests.set(model, test);
}

export function showProblems(monaco: Monaco, model: Model): void {
  const view = views.get(model);
  if (!view || model.isDisposed()) return;
  const severity = { error: monaco.MarkerSeverity.Error, warning: monaco.MarkerSeverity.Warning, information: monaco.MarkerSeverity.Info };
  const markers = diagnostics(view.project, view.file).map((each) => ({
    ...view.map.range(each.span),
    severity: severity[each.severity],
    message: each.help ? `${each.message}; ${each.help}` : each.message,
    code: each.code,
    source: 'Basalt',
  }));
  monaco.editor.setModelMarkers(model, LANGUAGE, markers);
}

export function registerProviders(monaco: Monaco): void {
  const { languages } = monaco;
  languages.registerCompletionItemProvider(LANGUAGE, completions(monaco));
  languages.registerHoverProvider(LANGUAGE, {
    provideHover: (model, position) =>
      at(model, position, ({ project, file, map }, offset) => {
        const found = hover(project, file, offset);
        return found && { range: map.range(found.span), contents: [{ value: found.markdown }] };
      }),
  });
  languages.registerSignatureHelpProvider(LANGUAGE, {
    signatureHelpTriggerCharacters: ['(', ',', ' '],
    signatureHelpRetriggerCharacters: [',', ' '],
    provideSignatureHelp: (model, position) => at(model, position, signatureHelp),
  });
  languages.registerCodeActionProvider(LANGUAGE, actions(monaco), { providedCodeActionKinds: ['quickfix'] });
  languages.registerDefinitionProvider(LANGUAGE, {
    provideDefinition: (model, position) =>
      at(model, position, (view, offset) => places(model, view, definition(view.project, view.file, offset))),
  });
  languages.registerReferenceProvider(LANGUAGE, {
    provideReferences: (model, position, { includeDeclaration }) =>
      at(model, position, (view, offset) => places(model, view, references(view.project, view.file, offset, includeDeclaration))),
  });
  languages.registerDocumentHighlightProvider(LANGUAGE, {
    provideDocumentHighlights: (model, position) =>
      at(model, position, (view, offset) =>
        places(model, view, references(view.project, view.file, offset)).map(({ range }) => ({ range })),
      ),
  });
  languages.registerRenameProvider(LANGUAGE, renaming);
  languages.registerFoldingRangeProvider(LANGUAGE, {
    provideFoldingRanges: (model) =>
      of(model, ({ project, file }) =>
        folding(project, file).map(({ from, to, kind }) => ({
          start: from,
          end: to,
          ...(kind === 'comment' && { kind: languages.FoldingRangeKind.Comment }),
        })),
      ),
  });
  languages.registerDocumentFormattingEditProvider(LANGUAGE, {
    provideDocumentFormattingEdits: (model) => of(model, ({ project, file, map }) => [...(map.toLines(formatEdits(project, file)) ?? [])]),
  });
  languages.registerDocumentSymbolProvider(LANGUAGE, {
    provideDocumentSymbols: (model) => of(model, (view) => outline(view.project, view.file).map((item) => symbolOf(item, view, monaco))),
  });
  languages.registerDocumentSemanticTokensProvider(LANGUAGE, {
    getLegend: () => ({ tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] }),
    provideDocumentSemanticTokens: (model) => of(model, colours),
    releaseDocumentSemanticTokens: () => {},
  });
  registerLenses(monaco);
}

function at<T>(model: Model, position: Editor.IPosition, answer: (view: PackageView, offset: number) => T): T | undefined {
  const view = views.get(model);
  return view && answer(view, view.map.offset(position));
}
function of<T>(model: Model, answer: (view: PackageView) => T): T | undefined {
  const view = views.get(model);
  return view && answer(view);
}

// ── completion ──

function completions({ languages }: Monaco): Editor.languages.CompletionItemProvider {
  const K = languages.CompletionItemKind;
  const kinds: Readonly<Record<CompletionKind, Editor.languages.CompletionItemKind>> = {
    keyword: K.Keyword,
    control: K.Snippet,
    clause: K.Keyword,
    operator: K.Operator,
    variable: K.Variable,
    routine: K.Function,
    function: K.Function,
    method: K.Method,
    field: K.Field,
    label: K.Reference,
    bot: K.User,
    script: K.File,
    event: K.Event,
    type: K.EnumMember,
    config: K.Property,
    secret: K.Property,
    literal: K.Value,
  };
  return {
    triggerCharacters: ['"', '.', '{', ' '],
    provideCompletionItems: (model, position, { triggerCharacter }) =>
      at(model, position, ({ project, file, map }, offset) => {
        const found = complete(project, file, offset);
        // A space asks only for what is awaited there, not for all there is.
        const shown = triggerCharacter === ' ' ? found.filter(({ rank }) => rank <= 10) : found;
        const suggestions = shown.map((item, index) => ({
          label: item.label,
          kind: kinds[item.kind],
          insertText: item.insert,
          range: map.range(item.span),
          sortText: String(index).padStart(4, '0'),
          ...(item.detail && { detail: item.detail }),
          ...(item.isSnippet && { insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet }),
          ...(item.insert.startsWith('"') && { filterText: `"${item.label}"` }),
          origin: { project, item },
        }));
        return { suggestions };
      }),
    resolveCompletionItem(item) {
      const { origin } = item as unknown as { origin: { project: PackageView['project']; item: { label: string; kind: CompletionKind } } };
      const value = describeCompletion(origin.project, origin.item);
      return value ? { ...item, documentation: { value } } : item;
    },
  };
}

// ── the smaller ones ──

function signatureHelp({ project, file }: PackageView, offset: number): Editor.languages.SignatureHelpResult | undefined {
  const found = signature(project, file, offset);
  if (!found) return undefined;
  const parameters = found.parameters.map(({ span, summary }) => ({
    label: [span.start, span.end] as [number, number],
    ...(summary && { documentation: summary }),
  }));
  const none = parameters.length;
  return {
    value: {
      signatures: [{ label: found.label, documentation: found.summary, parameters }],
      activeSignature: 0,
      activeParameter: found.active ?? none,
    },
    dispose: () => {},
  };
}

function actions({ editor }: Monaco): Editor.languages.CodeActionProvider {
  return {
    provideCodeActions: (model, range) =>
      of(model, (view) => {
        const start = view.map.offset({ lineNumber: range.startLineNumber, column: range.startColumn });
        const end = view.map.offset({ lineNumber: range.endLineNumber, column: range.endColumn });
        const markers = editor.getModelMarkers({ resource: model.uri });
        const found = codeActions(view.project, view.file, { start, end }).flatMap((action) => {
          const lines = view.map.toLines(action.edits);
          const marker = markers.find(({ code }) => code === action.problem.code);
          if (!lines) return [];
          return [
            {
              title: action.title,
              kind: 'quickfix',
              isPreferred: action.isPreferred,
              ...(marker && { diagnostics: [marker] }),
              edit: { edits: lines.map((textEdit) => ({ resource: model.uri, textEdit, versionId: model.getVersionId() })) },
            },
          ];
        });
        return { actions: found, dispose: () => {} };
      }),
  };
}

const places = (
  model: Model,
  view: PackageView,
  found: readonly { readonly file: string; readonly span: { readonly start: number; readonly end: number } }[],
) => found.filter(({ file }) => file === view.file).map(({ span }) => ({ uri: model.uri, range: view.map.range(span) }));

const renaming: Editor.languages.RenameProvider = {
  provideRenameEdits: (model, position, name) =>
    at(model, position, (view, offset) => {
      const found = rename(view.project, view.file, offset, name);
      if (!found.ok) return { edits: [], rejectReason: found.why };
      const [own, other] = found.files.toSorted((a, b) => Number(b.file === view.file) - Number(a.file === view.file));
      if (other) return { edits: [], rejectReason: `it also stands in ${other.file}, which is not open here` };
      const lines = view.map.toLines(own?.edits ?? []) ?? [];
      return { edits: lines.map((textEdit) => ({ resource: model.uri, textEdit, versionId: model.getVersionId() })) };
    }),
  resolveRenameLocation: (model, position) =>
    at(model, position, (view, offset) => {
      const found = prepareRename(view.project, view.file, offset);
      const range = view.map.range(found.ok ? found.span : { start: offset, end: offset });
      return { range, text: found.ok ? found.text : '', ...(!found.ok && { rejectReason: found.why }) };
    }),
};

function symbolOf(item: OutlineItem, view: PackageView, monaco: Monaco): Editor.languages.DocumentSymbol {
  const K = monaco.languages.SymbolKind;
  const kinds = {
    input: K.Variable,
    routine: K.Function,
    label: K.Key,
    handler: K.Event,
    workflow: K.Module,
    step: K.Object,
    branch: K.Array,
  };
  return {
    name: item.name,
    detail: item.detail ?? '',
    kind: kinds[item.kind],
    tags: [],
    range: view.map.range(item.span),
    selectionRange: view.map.range(item.selection),
    children: item.children.map((each) => symbolOf(each, view, monaco)),
  };
}

/** Five numbers a token, the place counted from the token before. */
function colours({ project, file, map }: PackageView): Editor.languages.SemanticTokens {
  const data: number[] = [];
  let line = 1;
  let column = 1;
  for (const { start, end, type } of semanticTokens(project, file)) {
    const place = map.place(start);
    data.push(place.lineNumber - line, place.column - (place.lineNumber === line ? column : 1), end - start, TOKEN_TYPES.indexOf(type), 0);
    [line, column] = [place.lineNumber, place.column];
  }
  return { data: Uint32Array.from(data) };
}

function registerLenses(monaco: Monaco): void {
  const command = 'basalt.testStep';
  monaco.editor.registerCommand(command, (_, model: Model, offset: number) => tests.get(model)?.(offset));
  monaco.languages.registerCodeLensProvider(LANGUAGE, {
    provideCodeLenses: (model) =>
      of(model, ({ project, file, map }) => {
        if (!tests.has(model)) return { lenses: [], dispose: () => {} };
        const found = lenses(project, file).map(({ span }) => ({
          range: map.range({ start: span.start, end: span.start }),
          command: { id: command, title: '▶ Test step', arguments: [model, span.start] },
        }));
        return { lenses: found, dispose: () => {} };
      }),
  });
}
