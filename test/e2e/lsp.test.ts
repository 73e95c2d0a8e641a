/** `basalt lsp` as an editor meets it: a process, its standard input and output, and the protocol between. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

interface Found {
  readonly uri: string;
  readonly diagnostics: readonly { readonly code: string; readonly message: string; readonly range: Range }[];
}
interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

const FILES = {
  'clinic.gbai/clinic.gbdialog/book.bas':
    'PARAM day AS DATE\nADD BOT "nurse" WITH ROLE "helps"\nON EVENT "booked" DO\n  TALK day\nEND ON\n',
  'clinic.gbai/clinic.gbot/config.csv': 'name,value\nllm-url,http://localhost\nparam-city,Oslo\n',
};

let root: string;
let child: ChildProcess;
let editor: MessageConnection;
let published: Found[];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'basalt-lsp-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('no pipes to the server');
  editor = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  published = [];
  editor.onNotification('textDocument/publishDiagnostics', (found: Found) => {
    published.push(found);
  });
  editor.listen();
  const { capabilities } = await ask<{ capabilities: Record<string, unknown> }>('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: 'bots' }],
  });
  expect(capabilities).toMatchObject({ textDocumentSync: 2, renameProvider: { prepareProvider: true } });
  await editor.sendNotification('initialized', {});
});
afterEach(async () => {
  if (child.exitCode === null) {
    await ask('shutdown', null);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await editor.sendNotification('exit');
    expect(await ended).toBe(0);
  }
  editor.dispose();
  rmSync(root, { recursive: true, force: true });
});

const ask = <T>(method: string, params: unknown): Promise<T> => editor.sendRequest(method, params) as Promise<T>;
const uriOf = (path: string) => pathToFileURL(join(root, path)).href;
const START = 'clinic.gbai/clinic.gbdialog/start.bas';

/** Opens the text with its `|` as the cursor. */
async function open(marked: string, path = START) {
  const offset = marked.indexOf('|');
  const text = offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 1);
  await editor.sendNotification('textDocument/didOpen', { textDocument: { uri: uriOf(path), languageId: 'basalt', version: 1, text } });
  const before = text.slice(0, Math.max(0, offset)).split(/\r\n|\n|\r/);
  return { textDocument: { uri: uriOf(path) }, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}
const told = (count: number) => expect.poll(() => published.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);

test('problems follow what is typed, piece by piece, and know the whole package', { timeout: 60_000 }, async () => {
  const { textDocument } = await open('CALL "bok"\r\nTALK city\r\n');
  await told(1);
  expect(published.at(-1)?.diagnostics.map(({ code }) => code)).toEqual(['unknown-script']);
  expect(published.at(-1)?.diagnostics[0]?.message).toContain('help: write book.bas');
  const change = (range: Range, text: string, version: number) =>
    editor.sendNotification('textDocument/didChange', { textDocument: { ...textDocument, version }, contentChanges: [{ range, text }] });
  await change({ start: { line: 0, character: 8 }, end: { line: 0, character: 8 } }, 'o', 2);
  await expect.poll(() => published.at(-1)?.diagnostics, { timeout: 20_000 }).toEqual([]);
  // Two pieces of one change, the second told in the text that the first made.
  await editor.sendNotification('textDocument/didChange', {
    textDocument: { ...textDocument, version: 3 },
    contentChanges: [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: 'IF city THEN\r\n  ' },
      { range: { start: { line: 2, character: 2 }, end: { line: 2, character: 6 } }, text: 'TALKK' },
    ],
  });
  await expect.poll(() => published.at(-1)?.diagnostics.map(({ code }) => code), { timeout: 20_000 }).toEqual(['unknown-keyword']);
  const actions = await ask<{ title: string; edit: { changes: Record<string, { newText: string; range: Range }[]> } }[]>(
    'textDocument/codeAction',
    {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
      context: { diagnostics: [] },
    },
  );
  expect(actions.map(({ title }) => title)).toEqual(['Write TALK']);
  expect(actions[0]?.edit.changes[textDocument.uri]).toEqual([
    { range: { start: { line: 2, character: 2 }, end: { line: 2, character: 7 } }, newText: 'TALK' },
  ]);
});

test('completes from the package, and explains what it offers', { timeout: 60_000 }, async () => {
  const place = await open('BOT "|" "look"\n');
  const items = await ask<{ label: string; textEdit: { newText: string } }[]>('textDocument/completion', place);
  expect(items.map(({ label }) => label)).toEqual(['book', 'nurse', 'start']);
  const keywords = await ask<{ label: string; textEdit: { newText: string }; data: unknown }[]>('textDocument/completion', {
    ...place,
    position: { line: 1, character: 0 },
  });
  const found = keywords.find(({ label }) => label === 'SET BOT MEMORY');
  expect(found?.textEdit.newText).toBe('SET BOT MEMORY "${1:key}", ${2:value}');
  const resolved = await ask<{ documentation: { value: string } }>('completionItem/resolve', found);
  expect(resolved.documentation.value).toContain('Exactly once, also after a crash.');
});

test('goes to definitions in other files and renames across them, or says why not', { timeout: 60_000 }, async () => {
  const place = await open('PUBLISH EVENT "boo|ked"\nTALK username\n');
  expect(await ask('textDocument/definition', place)).toMatchObject([{ uri: uriOf('clinic.gbai/clinic.gbdialog/book.bas') }]);
  const { changes } = await ask<{ changes: Record<string, unknown[]> }>('textDocument/rename', { ...place, newName: 'reserved' });
  expect(Object.keys(changes).sort()).toEqual([uriOf('clinic.gbai/clinic.gbdialog/book.bas'), uriOf(START)].sort());
  const given = { ...place, position: { line: 1, character: 6 } };
  await expect(ask('textDocument/prepareRename', given)).rejects.toThrow('nothing in this script sets username');
  expect(await ask('textDocument/references', { ...place, context: { includeDeclaration: true } })).toHaveLength(2);
});

test('hover, signature, outline, folds, colours, formatting and symbols', { timeout: 60_000 }, async () => {
  const place = await open('SUB greet(who)\nset bot memory "k", |1\nEND SUB\n');
  const { textDocument } = place;
  expect(await ask('textDocument/signatureHelp', place)).toMatchObject({ activeParameter: 1 });
  expect(await ask('textDocument/hover', { textDocument, position: { line: 1, character: 5 } })).toMatchObject({
    contents: { value: expect.stringContaining('**SET BOT MEMORY**') },
  });
  expect(await ask('textDocument/documentSymbol', { textDocument })).toMatchObject([{ name: 'greet' }]);
  expect(await ask('textDocument/foldingRange', { textDocument })).toEqual([{ startLine: 0, endLine: 1 }]);
  const { data } = await ask<{ data: number[] }>('textDocument/semanticTokens/full', { textDocument });
  expect(data.slice(0, 10)).toEqual([0, 0, 3, 0, 0, 0, 4, 5, 3, 0]);
  expect(await ask('textDocument/formatting', { textDocument, options: { tabSize: 2, insertSpaces: true } })).toEqual([
    { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: '  SET BOT MEMORY "k", 1\n' },
  ]);
  const symbols = await ask<{ name: string }[]>('workspace/symbol', { query: 'b' });
  expect(symbols.map(({ name }) => name)).toContain('ON EVENT "booked"');
  expect(await ask('textDocument/documentHighlight', { textDocument, position: { line: 0, character: 11 } })).toHaveLength(1);
});

test('a script outside of a package, and one that is damaged', { timeout: 60_000 }, async () => {
  const place = await open('CALL "anything"\nIF (((|\n"', 'alone.bas');
  await told(1);
  expect(published.at(-1)?.diagnostics.map(({ code }) => code)).not.toContain('unknown-script');
  expect(await ask('textDocument/completion', place)).not.toEqual([]);
  await editor.sendNotification('textDocument/didClose', { textDocument: place.textDocument });
  await expect.poll(() => published.at(-1)?.diagnostics, { timeout: 20_000 }).toEqual([]);
  expect(await ask('textDocument/hover', place)).toBe(null);
});
