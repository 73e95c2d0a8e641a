/** What is typed for a keyword: its words, and a place for each argument that must be there. */
import type { Keyword, Parameter, SyntaxForm, SyntaxNode, SyntaxTable } from '../../spec/index.ts';

export function keywordSnippet(keyword: Keyword, table: SyntaxTable): string {
  const form = table.forms.find((each) => each.keyword === keyword.name && each.form === 0);
  return form ? new Writer(keyword).write(form) : keyword.name;
}

class Writer {
  readonly #keyword: Keyword;
  #places = 0;

  constructor(keyword: Keyword) {
    this.#keyword = keyword;
  }

  write({ nodes }: SyntaxForm): string {
    const parts = nodes.map((node) => this.#node(node));
    // Where every argument is optional, the first says best what the keyword is about.
    if (this.#places === 0) parts.push(...nodes.map((node) => this.#first(node)));
    return parts
      .join(' ')
      .replace(/ +([,:)\n])/g, '$1')
      .replace(/([(\n\t]) +/g, '$1')
      .replace(/ {2,}/g, ' ')
      .trim();
  }

  #node(node: SyntaxNode): string {
    switch (node.kind) {
      case 'words':
        return node.words.join(' ');
      case 'mark':
        return node.mark;
      case 'argument':
        return this.#argument(node);
      case 'choice':
        return (node.choices[0] ?? []).map((each) => this.#node(each)).join(' ');
      case 'optional':
      case 'clauses':
        return '';
    }
  }

  #first(node: SyntaxNode): string {
    if (node.kind !== 'clauses' && node.kind !== 'optional') return '';
    const nodes = node.kind === 'optional' ? node.nodes : (node.choices[0]?.nodes ?? []);
    return nodes.some((each) => each.kind === 'argument') ? nodes.map((each) => this.#node(each)).join(' ') : '';
  }

  #argument({ name, argument }: Extract<SyntaxNode, { kind: 'argument' }>): string {
    const parameter = this.#keyword.params[name] as Parameter<unknown> | undefined;
    const place = (shown: string) => `\${${++this.#places}:${shown}}`;
    switch (argument) {
      case 'block':
      case 'text':
      case 'rows':
        return `\n\t${place('')}\n`.replace(':}', '}');
      case 'statement':
        return '$0';
      case 'pairs':
      case 'group':
        return `${place('name')} = ${place('value')}`;
      case 'expression':
      case 'operand':
      case 'prose':
        return parameter?.type === 'text' ? `"${place(name)}"` : place(name);
      case 'target':
        return place('name');
      default:
        return place(name);
    }
  }
}
