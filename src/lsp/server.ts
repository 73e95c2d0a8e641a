/** The language service for any editor that speaks the protocol. Each question is answered from the texts as they are now. */
import {
  type Connection,
  createConnection,
  type InitializeParams,
  type InitializeResult,
  ProposedFeatures,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
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
  type Location,
  outline,
  type Project,
  prepareRename,
  references,
  rename,
  semanticTokens,
  signature,
  TOKEN_TYPES,
} from '../language/service/index.ts';
import * as answers from './answers.ts';
import { OpenText } from './open-text.ts';
import { fileOf, Packages } from './packages.ts';

const CHECK_AFTER_MS = 150;
const MOST_SYMBOLS = 500;
/** The protocol's code for "this cannot be done, and here is why". */
const REQUEST_FAILED = -32803;

export function serveLanguage(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, version: string): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, new StreamMessageReader(input), new StreamMessageWriter(output));
  const server = new LanguageServer(connection, version);
  server.listen();
  return new Promise((resolve) => input.once('close', resolve));
}

class LanguageServer {
  readonly #connection: Connection;
  readonly #version: string;
  readonly #texts = new TextDocuments({
    create: (uri, _language, version, text) => new OpenText(uri, version, text),
    update(text: OpenText, changes, version) {
      text.change(changes, version);
      return text;
    },
  });
  readonly #packages = new Packages(() => this.#texts.all());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #folders: readonly string[] = [];
  #hasSnippets = false;

  constructor(connection: Connection, version: string) {
    this.#connection = connection;
    this.#version = version;
  }

  listen(): void {
    const connection = this.#connection;
    connection.onInitialize((params) => this.#initialize(params));
    this.#texts.onDidChangeContent(({ document }) => this.#checkSoon(document.uri));
    this.#texts.onDidClose(({ document }) => this.#closed(document.uri));
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) this.#packages.forget(uri);
      for (const { uri } of this.#texts.all()) this.#checkSoon(uri);
    });
    this.#answerAboutPlaces();
    this.#answerAboutTexts();
    this.#texts.listen(connection);
    connection.listen();
  }

  #initialize({ capabilities, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    const roots = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.#folders = roots.filter((uri) => uri.startsWith('file:')).map(fileOf);
    this.#hasSnippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
    return {
      serverInfo: { name: 'basalt', version: this.#version },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        completionProvider: { triggerCharacters: ['"', '.', '{', ' '], resolveProvider: true },
        hoverProvider: true,
        signatureHelpProvider: { triggerCharacters: ['(', ',', ' '] },
        definitionProvider: true,
        referencesProvider: true,
        documentHighlightProvider: true,
        renameProvider: { prepareProvider: true },
        codeActionProvider: { codeActionKinds: ['quickfix'] },
        foldingRangeProvider: true,
        documentSymbolProvider: true,
        workspaceSymbolProvider: true,
        documentFormattingProvider: true,
        semanticTokensProvider: { legend: { tokenTypes: [...TOKEN_TYPES], tokenModifiers: [] }, full: true },
      },
    };
  }

  // ── problems ──

  /** What one script says may concern the others of its package: they are looked at too, once nobody types. */
  #checkSoon(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.set(
      uri,
      setTimeout(() => {
        this.#timers.delete(uri);
        const project = this.#packages.of(uri);
        for (const each of this.#texts.all()) if (project.has(fileOf(each.uri))) this.#publish(each, project);
      }, CHECK_AFTER_MS),
    );
  }

  #publish(text: OpenText, project: Project): void {
    const found = diagnostics(project, fileOf(text.uri)).map((each) => answers.diagnostic(text, each));
    void this.#connection.sendDiagnostics({ uri: text.uri, version: text.version, diagnostics: found });
  }

  #closed(uri: string): void {
    clearTimeout(this.#timers.get(uri));
    this.#timers.delete(uri);
    this.#packages.forget(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  // ── questions ──

  /** The script as it is in the editor, its package, and the offset that is meant. */
  #at<T>({ textDocument, position }: TextDocumentPositionParams, answer: (at: Asked, offset: number) => T): T | null {
    return this.#of(textDocument.uri, (asked) => answer(asked, asked.text.offset(position)));
  }
  #of<T>(uri: string, answer: (asked: Asked) => T): T | null {
    const text = this.#texts.get(uri);
    return text ? answer({ text, file: fileOf(uri), project: this.#packages.of(uri) }) : null;
  }

  #answerAboutPlaces(): void {
    const connection = this.#connection;
    connection.onCompletion((params) =>
      this.#at(params, ({ project, file, text }, offset) => {
        const found = complete(project, file, offset);
        const isSpace = params.context?.triggerCharacter === ' ';
        // A space asks only for what is awaited there, not for all there is.
        const shown = isSpace ? found.filter(({ rank }) => rank <= 10) : found;
        return shown.map((each, index) => answers.completion(text, each, index, this.#hasSnippets));
      }),
    );
    connection.onCompletionResolve((item) => {
      const { kind } = item.data as { kind: CompletionKind };
      const [anyone] = this.#texts.all();
      const said = anyone && describeCompletion(this.#packages.of(anyone.uri), { label: item.label, kind });
      return said ? { ...item, documentation: answers.markdown(said) } : item;
    });
    connection.onHover((params) =>
      this.#at(params, ({ project, file, text }, offset) => {
        const found = hover(project, file, offset);
        return found ? { contents: answers.markdown(found.markdown), range: text.range(found.span) } : null;
      }),
    );
    connection.onSignatureHelp((params) =>
      this.#at(params, ({ project, file }, offset) => {
        const found = signature(project, file, offset);
        return found ? answers.signatureHelp(found) : null;
      }),
    );
    connection.onDefinition((params) =>
      this.#at(params, ({ project, file }, offset) => locations(project, definition(project, file, offset))),
    );
    connection.onReferences((params) =>
      this.#at(params, ({ project, file }, offset) =>
        locations(project, references(project, file, offset, params.context.includeDeclaration)),
      ),
    );
    connection.onDocumentHighlight((params) =>
      this.#at(params, ({ project, file, text }, offset) =>
        references(project, file, offset)
          .filter((each) => each.file === file)
          .map(({ span }) => ({ range: text.range(span) })),
      ),
    );
    connection.onPrepareRename((params) =>
      this.#at(params, ({ project, file, text }, offset) => {
        const found = prepareRename(project, file, offset);
        if (!found.ok) throw new ResponseError(REQUEST_FAILED, found.why);
        return { range: text.range(found.span), placeholder: found.text };
      }),
    );
    connection.onRenameRequest((params) =>
      this.#at(params, ({ project, file }, offset) => {
        const found = rename(project, file, offset, params.newName);
        if (!found.ok) throw new ResponseError(REQUEST_FAILED, found.why);
        const changes = found.files.map((each) => {
          const view = answers.viewOf(each.file, project.source(each.file).text);
          return [view.uri, answers.edits(view, each.edits)] as const;
        });
        return { changes: Object.fromEntries(changes) };
      }),
    );
  }

  #answerAboutTexts(): void {
    const connection = this.#connection;
    connection.onCodeAction(({ textDocument, range }) =>
      this.#of(textDocument.uri, ({ project, file, text }) => {
        const span = { start: text.offset(range.start), end: text.offset(range.end) };
        return codeActions(project, file, span).map((each) => answers.action(text, each));
      }),
    );
    connection.onFoldingRanges(({ textDocument }) =>
      this.#of(textDocument.uri, ({ project, file }) => folding(project, file).map(answers.fold)),
    );
    connection.onDocumentSymbol(({ textDocument }) =>
      this.#of(textDocument.uri, ({ project, file, text }) => outline(project, file).map((each) => answers.symbol(text, each))),
    );
    connection.onDocumentFormatting(({ textDocument }) =>
      this.#of(textDocument.uri, ({ project, file, text }) => answers.edits(text, formatEdits(project, file))),
    );
    connection.languages.semanticTokens.on(
      ({ textDocument }) =>
        this.#of(textDocument.uri, ({ project, file, text }) => answers.tokens(text, semanticTokens(project, file))) ?? { data: [] },
    );
    connection.onWorkspaceSymbol(({ query }) => {
      const wanted = query.toLowerCase();
      const found = this.#packages.below(this.#folders).flatMap((project) =>
        project.sources.flatMap(({ file, text }) => {
          const view = answers.viewOf(file, text);
          const named = answers.everySymbol(outline(project, file)).filter(({ name }) => name.toLowerCase().includes(wanted));
          return named.map((each) => answers.symbolLocation(view, each));
        }),
      );
      return found.slice(0, MOST_SYMBOLS);
    });
  }
}

interface Asked {
  readonly text: OpenText;
  readonly file: string;
  readonly project: Project;
}

const locations = (project: Project, found: readonly Location[]) =>
  found.map(({ file, span }) => {
    const view = answers.viewOf(file, project.source(file).text);
    return { uri: view.uri, range: view.range(span) };
  });
