/**
 * The syntax table as something to walk.
 *
 * Each form becomes a small graph of points joined by edges (a word, a mark, an argument). The
 * walker stands on all points at once that fit what it has read: a `State`, made when it is first
 * reached and kept. Where it ends, the way back through the steps tells which form was written
 * and what each argument is called, so `SET SESSION [<id>,] <key>, <value>` needs no guess.
 */
import type { ArgumentKind, Clause, SyntaxForm, SyntaxNode, SyntaxTable } from '../src/spec/index.ts';
import { K } from './tokens.ts';
import type { Words } from './words.ts';

export const MARKS: Readonly<Record<string, number>> = {
  ',': K.Comma,
  ':': K.Colon,
  '=': K.Equal,
  '*': K.Star,
  '(': K.LeftParen,
  ')': K.RightParen,
};

type WordsNode = Extract<SyntaxNode, { kind: 'words' }>;
const markOf = (kind: number) => Object.keys(MARKS).find((mark) => MARKS[mark] === kind);

export interface Edge {
  readonly to: number;
  readonly word?: number;
  readonly mark?: number;
  readonly kind?: ArgumentKind;
  /** Of the argument, or of the flag that a word raises. */
  readonly name?: string;
  /** May begin on the next line. */
  readonly nextLine: boolean;
}

/** What leads from one state to another, and where each point of the target came from. */
export interface Step {
  readonly to: State;
  /** By position in `to.points`: the position before, and the edge. */
  readonly before: readonly number[];
  readonly edges: readonly Edge[];
  readonly nextLine: boolean;
}

export interface ArgumentGroup {
  /** How the argument is read. */
  readonly kind: ArgumentKind;
  /** Which edges go on with it. */
  readonly kinds: readonly ArgumentKind[];
}

/** Points the walker stands on at once. Steps are built when they are first taken: most programs use few. */
export class State {
  readonly points: readonly number[];
  /** Position in `points` of the form that may end here, or -1. */
  readonly accepts: number;
  /** Every way to an end passes a comma. */
  readonly needsComma: boolean;
  readonly hasNextLine: boolean;
  /** Nothing but a word can follow. */
  readonly onlyWords: boolean;
  readonly kinds = new Set<ArgumentKind>();
  /** Steps over an argument. */
  readonly steps = new Map<ArgumentGroup, Step>();
  /** How each kind is read here. */
  readonly groups = new Map<ArgumentKind, ArgumentGroup>();
  private readonly words = new Map<number, Step | Way[]>();
  private readonly marks = new Map<number, Step | Way[]>();
  private readonly graph: Graph;

  constructor(graph: Graph, points: readonly number[], ways: readonly Way[], accepts: number, needsComma: boolean) {
    this.graph = graph;
    this.points = points;
    this.accepts = accepts;
    this.needsComma = needsComma;
    let nextLine = false;
    let onlyWords = accepts < 0;
    for (const way of ways) {
      const { word, mark, kind } = way.edge;
      nextLine ||= way.edge.nextLine;
      onlyWords &&= word !== undefined;
      if (word !== undefined) add(this.words, word, way);
      else if (mark !== undefined) add(this.marks, mark, way);
      else this.kinds.add(kind as ArgumentKind);
    }
    this.hasNextLine = nextLine;
    this.onlyWords = onlyWords;
  }

  hasWord(word: number): boolean {
    return this.words.has(word);
  }
  hasMark(mark: number): boolean {
    return this.marks.has(mark);
  }
  wordIds(): Iterable<number> {
    return this.words.keys();
  }
  markKinds(): Iterable<number> {
    return this.marks.keys();
  }
  word(word: number): Step | undefined {
    return this.step(this.words, word);
  }
  mark(mark: number): Step | undefined {
    return this.step(this.marks, mark);
  }
  private step(steps: Map<number, Step | Way[]>, key: number): Step | undefined {
    const found = steps.get(key);
    if (!Array.isArray(found)) return found;
    const step = this.graph.step(found);
    steps.set(key, step);
    return step;
  }
}

/** An edge that leaves a state, and the position in `points` it leaves from. */
interface Way {
  readonly position: number;
  readonly edge: Edge;
}
function add(steps: Map<number, Step | Way[]>, key: number, way: Way): void {
  const ways = steps.get(key) as Way[] | undefined;
  if (ways) ways.push(way);
  else steps.set(key, [way]);
}

export const LIKE_EXPRESSION: readonly ArgumentKind[] = ['prose', 'items', 'cond', 'expression', 'operand'];

/** What a value read as `kind` can turn out to be. */
export const goingOn = (kind: ArgumentKind, kinds: Iterable<ArgumentKind>): ArgumentKind[] =>
  [...kinds].filter((each) => each === kind || each === 'target' || LIKE_EXPRESSION.includes(each));

/** Every way an argument can be taken where these kinds meet; which one, the next tokens decide (`arguments.ts`). */
export function groupsOf(kinds: ReadonlySet<ArgumentKind>): ArgumentGroup[] {
  const like = LIKE_EXPRESSION.find((each) => kinds.has(each));
  return [...kinds].flatMap((kind): ArgumentGroup[] => {
    if (kind === 'name') return [{ kind, kinds: goingOn(kind, kinds) }];
    if (LIKE_EXPRESSION.includes(kind)) return kind === like ? [{ kind, kinds: goingOn(kind, kinds) }] : [];
    return kind === 'target' && like ? [] : [{ kind, kinds: [kind] }];
  });
}

export class Graph {
  private readonly edges: Edge[][] = [];
  private readonly skips: number[][] = [];
  private readonly ends: (SyntaxForm | undefined)[] = [];
  /** Which form each point belongs to; those that begin several belong to none. */
  private readonly owners: (SyntaxForm | undefined)[] = [];
  private readonly starts = new Map<SyntaxForm, number>();
  private commaFree: boolean[] | undefined;
  private readonly states = new Map<string, State>();
  private readonly words: Words;

  constructor(words: Words) {
    this.words = words;
  }

  /** A state standing at the beginning of all these forms. */
  root(forms: readonly SyntaxForm[]): State {
    const start = this.point();
    for (const form of forms) this.skips[start]!.push(this.starts.get(form) ?? this.addForm(form));
    return this.state(this.closure([[start, 0, undefined]]).points);
  }

  /** What can follow, in the words of the syntax lines; at most four things. */
  describe(state: State): string[] {
    const shown = state.points.flatMap((point) =>
      this.edges[point]!.map(({ word, mark, kind, name }) =>
        word !== undefined
          ? this.words.lower[word]!.toUpperCase()
          : mark !== undefined
            ? `"${markOf(mark)}"`
            : kind === 'block'
              ? 'a line'
              : `<${name}>`,
      ),
    );
    return [...new Set(shown)].slice(0, 4);
  }

  /** The arguments that can come next, each with the form that wants it. */
  argumentsAt(state: State): { readonly form: SyntaxForm; readonly name: string; readonly kind: ArgumentKind }[] {
    return state.points.flatMap((point) =>
      this.edges[point]!.flatMap(({ kind, name }) => {
        const form = this.owners[point];
        return kind && name && form ? [{ form, name, kind }] : [];
      }),
    );
  }

  /** What words can come next: each with those that must follow it, as WITH ROLE. `onNextLine`: only where a line may begin with them. */
  wordsAt(state: State, onNextLine = false): string[] {
    return [...state.wordIds()].flatMap((word) => {
      const step = state.word(word)!;
      if (onNextLine && !step.nextLine) return [];
      const first = this.words.lower[word]!.toUpperCase();
      return step.to.onlyWords ? this.wordsAt(step.to).map((rest) => `${first} ${rest}`) : [first];
    });
  }

  /** The words that must follow: END ON. */
  wordsFrom(state: State): string[] {
    const [word] = state.onlyWords ? state.wordIds() : [];
    return word === undefined ? [] : [this.words.lower[word]!.toUpperCase(), ...this.wordsFrom(state.word(word)!.to)];
  }

  wordText(word: number): string {
    return this.words.lower[word]!.toUpperCase();
  }
  markText(mark: number): string {
    return markOf(mark) ?? '';
  }
  /** Every form that may end in this state. */
  formsAt(state: State): SyntaxForm[] {
    return state.points.flatMap((point) => this.ends[point] ?? []);
  }
  /** The forms that want an argument of this kind next. */
  expecting(state: State, kind: ArgumentKind): SyntaxForm[] {
    const wanted = state.points.filter((point) => this.edges[point]!.some((edge) => edge.kind === kind));
    return [...this.starts].filter(([, start]) => wanted.some((point) => this.reaches(start, point))).map(([form]) => form);
  }
  private reaches(start: number, point: number): boolean {
    const seen = new Set<number>();
    const visit = (at: number): boolean => {
      if (at === point) return true;
      if (seen.has(at)) return false;
      seen.add(at);
      return this.skips[at]!.some(visit) || this.edges[at]!.some((edge) => visit(edge.to));
    };
    return visit(start);
  }

  formAt(point: number): SyntaxForm {
    return this.ends[point]!;
  }

  // ── building ──

  private point(): number {
    this.edges.push([]);
    this.skips.push([]);
    return this.ends.push(undefined) - 1;
  }

  private addForm(form: SyntaxForm): number {
    const start = this.point();
    this.starts.set(form, start);
    let at = start;
    const [first, ...rest] = form.nodes;
    if (first?.kind === 'words') {
      at = this.addWords(first, start, undefined, true);
      at = this.addNodes(rest, at);
    } else at = this.addNodes(form.nodes, start);
    this.ends[at] = form;
    for (let point = start; point < this.ends.length; point++) this.owners[point] = form;
    return start;
  }

  private addNodes(nodes: readonly SyntaxNode[], from: number): number {
    return nodes.reduce((at, node) => this.addNode(node, at), from);
  }

  private addNode(node: SyntaxNode, from: number): number {
    switch (node.kind) {
      case 'words':
        return this.addWords(node, from);
      case 'mark':
        return this.addEdge(from, { mark: MARKS[node.mark]!, nextLine: false });
      case 'argument':
        return this.addEdge(from, { kind: node.argument, name: node.name, nextLine: false });
      case 'optional': {
        const after = this.point();
        this.skips[this.addPart(node, from)]!.push(after);
        this.skips[from]!.push(after);
        return after;
      }
      case 'clauses': {
        const hub = this.point();
        this.skips[from]!.push(hub);
        for (const clause of node.choices) this.skips[this.addPart(clause, hub)]!.push(hub);
        return hub;
      }
      case 'choice': {
        const after = this.point();
        for (const choice of node.choices) this.skips[this.addNodes(choice, from)]!.push(after);
        return after;
      }
    }
  }

  /** A part that is only words raises a flag with the last of them. */
  private addPart({ nodes, flag }: Clause, from: number): number {
    const [words] = nodes;
    return flag && words?.kind === 'words' ? this.addWords(words, from, flag) : this.addNodes(nodes, from);
  }

  /** `leading`: the words that name a keyword may also be written with `_` between them. */
  private addWords({ words, nextLine = false }: WordsNode, from: number, flag?: string, leading = false): number {
    let at = from;
    const passed = [from];
    for (const [index, word] of words.entries()) {
      const name = index === words.length - 1 ? flag : undefined;
      at = this.addEdge(at, { word: this.words.id(word.toLowerCase()), nextLine: nextLine && index === 0, ...(name ? { name } : {}) });
      passed.push(at);
    }
    if (leading)
      for (let count = 2; count <= words.length; count++)
        this.edges[from]!.push({ to: passed[count]!, word: this.words.id(words.slice(0, count).join('_').toLowerCase()), nextLine: false });
    return at;
  }

  private addEdge(from: number, edge: Omit<Edge, 'to'>): number {
    const to = this.point();
    this.edges[from]!.push({ ...edge, to });
    return to;
  }

  // ── walking ──

  /** The step over an argument for the edges of these kinds. */
  argumentStep(state: State, group: ArgumentGroup): Step {
    let step = state.steps.get(group);
    if (!step) {
      step = this.step(this.waysFrom(state.points).filter(({ edge }) => edge.kind !== undefined && group.kinds.includes(edge.kind)));
      state.steps.set(group, step);
    }
    return step;
  }

  private waysFrom(points: readonly number[]): Way[] {
    const ways: Way[] = [];
    for (const [position, point] of points.entries()) for (const edge of this.edges[point]!) ways.push({ position, edge });
    return ways;
  }

  step(ways: readonly Way[]): Step {
    const { points, before, edges } = this.closure(ways.map(({ position, edge }) => [edge.to, position, edge] as const));
    return { to: this.state(points), before, edges: edges as Edge[], nextLine: ways.some(({ edge }) => edge.nextLine) };
  }

  /** All points reachable without reading, first come first kept. */
  private closure(seeds: readonly [number, number, Edge | undefined][]) {
    const points: number[] = [];
    const before: number[] = [];
    const edges: (Edge | undefined)[] = [];
    const seen = new Set<number>();
    const visit = (point: number, position: number, edge: Edge | undefined) => {
      if (seen.has(point)) return;
      seen.add(point);
      points.push(point);
      before.push(position);
      edges.push(edge);
      for (const next of this.skips[point]!) visit(next, position, edge);
    };
    for (const [point, position, edge] of seeds) visit(point, position, edge);
    return { points, before, edges };
  }

  private state(points: readonly number[]): State {
    const key = points.join();
    let state = this.states.get(key);
    if (!state) {
      state = this.newState(points);
      this.states.set(key, state);
    }
    return state;
  }

  private newState(points: readonly number[]): State {
    const accepts = points.findIndex((point) => this.ends[point]);
    const needsComma = !points.some((point) => this.isCommaFree(point));
    return new State(this, points, this.waysFrom(points), accepts, needsComma);
  }

  /** Whether an end can be reached from here without a comma. */
  private isCommaFree(point: number): boolean {
    if (!this.commaFree || this.commaFree.length !== this.ends.length) this.commaFree = this.findCommaFree();
    return this.commaFree[point]!;
  }
  private findCommaFree(): boolean[] {
    const free = this.ends.map((end) => end !== undefined);
    for (let changed = true; changed; ) {
      changed = false;
      for (let point = free.length - 1; point >= 0; point--) {
        if (free[point]) continue;
        const ways =
          this.skips[point]!.some((next) => free[next]) || this.edges[point]!.some((edge) => edge.mark !== K.Comma && free[edge.to]);
        if (ways) {
          free[point] = true;
          changed = true;
        }
      }
    }
    return free;
  }
}

// ── what the other passes ask of the table ──

export interface RawOpener {
  readonly words: readonly string[];
  /** Something may stand between the words and the end of the line. */
  readonly hasArguments: boolean;
  readonly close: readonly string[];
}
export interface BlockOpener {
  readonly words: readonly number[];
  /** The word just before the block must end the line: `DO`. */
  readonly last?: number;
  readonly close: readonly number[];
  readonly optional: boolean;
}

/** Forms with a body of raw lines: BEGIN TALK, TABLE. */
export function rawOpeners(table: SyntaxTable): RawOpener[] {
  return table.forms.flatMap(({ nodes }) => {
    const body = nodes.findIndex((node) => node.kind === 'argument' && (node.argument === 'text' || node.argument === 'rows'));
    const [first] = nodes;
    const close = nodes[body + 1];
    if (body < 0 || first?.kind !== 'words' || close?.kind !== 'words') return [];
    return [{ words: first.words, hasArguments: body > 1, close: close.words }];
  });
}

/** Forms with a block of statements: ON EVENT … DO … END ON. */
export function blockOpeners(table: SyntaxTable, words: Words): BlockOpener[] {
  const ids = (list: readonly string[]) => list.map((word) => words.id(word.toLowerCase()));
  return table.forms.flatMap(({ nodes }) => {
    const found = findBlock(nodes, false);
    const [first] = nodes;
    if (!found || first?.kind !== 'words') return [];
    const { before, close, optional } = found;
    const last = before?.kind === 'words' && before !== first ? ids(before.words).at(-1) : undefined;
    return [{ words: ids(first.words), close: ids(close), optional, ...(last !== undefined ? { last } : {}) }];
  });
}

function findBlock(
  nodes: readonly SyntaxNode[],
  optional: boolean,
): { before?: SyntaxNode; close: readonly string[]; optional: boolean } | undefined {
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'argument' && node.argument === 'block') {
      const close = nodes[index + 1];
      return { ...(index > 0 ? { before: nodes[index - 1]! } : {}), close: close?.kind === 'words' ? close.words : [], optional };
    }
    const inner = node.kind === 'optional' ? findBlock(node.nodes, true) : undefined;
    if (inner) return inner;
  }
  return undefined;
}
