/** What the editor knows of the language before the service has read a line: instant colours, brackets, comment signs. */

import { standardLanguage } from '../../../src/language/index.ts';
import { CONTROL_FORMS } from '../../../src/language/service/index.ts';
import type { SyntaxNode } from '../../../src/spec/index.ts';
import type { Monaco } from './load-monaco.ts';

export const LANGUAGE = 'basalt';

const OPENERS =
  /^\s*(?:(?:STEP\s.*:\s*)?(?:IF\b.*\bTHEN|IF\b(?!.*\bTHEN\b).*|ELSE(?:\s*IF\b.*)?|FOR\b.*|WHILE\b.*|DO\b.*|SELECT\b.*|CASE\b.*|SWITCH\b.*|DEFAULT|SUB\b.*|FUNCTION\b.*|WITH\s+[\w.]+|PARALLEL\b.*|BRANCH\b[^:]*:?|ON EVENT\b.*\bDO|ORCHESTRATE WORKFLOW\b.*|BEGIN\b.*))\s*$/i;

export function registerLanguage(monaco: Monaco): void {
  if (monaco.languages.getLanguages().some(({ id }) => id === LANGUAGE)) return;
  monaco.languages.register({ id: LANGUAGE, extensions: ['.bas'] });
  monaco.languages.setLanguageConfiguration(LANGUAGE, {
    comments: { lineComment: "'" },
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
    autoClosingPairs: [
      { open: '(', close: ')' },
      { open: '[', close: ']' },
      { open: '{', close: '}' },
      { open: '"', close: '"', notIn: ['string', 'comment'] },
    ],
    wordPattern: /[\p{L}_][\p{L}\p{N}_]*\$?/u,
    onEnterRules: [{ beforeText: OPENERS, action: { indentAction: monaco.languages.IndentAction.Indent } }],
  });
  monaco.languages.setMonarchTokensProvider(LANGUAGE, {
    ignoreCase: false,
    words: languageWords(),
    tokenizer: {
      root: [
        [/^\s*(?:REM\b|#|\/\/).*$/, 'comment'],
        [/'[^']*$/, 'comment'],
        [/"(?:[^"\\]|\\.|"")*"?/, 'string'],
        [/\d+(?:\.\d+)?/, 'number'],
        // In capitals: small ones may be names, and the service will say.
        [/[A-Z][A-Z_]+\b/, { cases: { '@words': 'keyword', '@default': 'identifier' } }],
        [/[\p{L}_][\p{L}\p{N}_]*\$?/u, 'identifier'],
        [/[()[\]{}]/, '@brackets'],
      ],
    },
  });
}

function languageWords(): string[] {
  const words = new Set(CONTROL_FORMS.flatMap(({ name }) => name.split(/[^A-Z]+/)));
  const add = (nodes: readonly SyntaxNode[]): void => {
    for (const node of nodes) {
      if (node.kind === 'words') for (const word of node.words) words.add(word);
      if (node.kind === 'optional') add(node.nodes);
      if (node.kind === 'clauses') for (const clause of node.choices) add(clause.nodes);
      if (node.kind === 'choice') for (const choice of node.choices) add(choice);
    }
  };
  for (const form of standardLanguage().table.forms) add(form.nodes);
  for (const word of [
    'THEN',
    'TO',
    'STEP',
    'IN',
    'LAST',
    'AND',
    'OR',
    'NOT',
    'MOD',
    'LIKE',
    'CONTAINS',
    'IS',
    'NULL',
    'TRUE',
    'FALSE',
    'NOTHING',
  ])
    words.add(word);
  return [...words].filter((word) => word.length > 1);
}
