/** Completion of what stands before the cursor: commands, and whatever the language service offers there. */
import { type Completion, complete, Project } from '../language/service/index.ts';
import { REPL_COMMANDS } from './commands.ts';

/** What the line may name. */
export interface Names {
  readonly variables: readonly (readonly [name: string, value: unknown])[];
  readonly routines: readonly string[];
}

const SCRIPT = 'repl.bas';

/** As readline wants it: the candidates, and the piece of the line they replace. */
export function completions(line: string, { variables, routines }: Names): [string[], string] {
  if (line.startsWith(':'))
    return [
      startingWith(
        Object.keys(REPL_COMMANDS).map((name) => `:${name}`),
        line,
      ),
      line,
    ];
  const known = routines.map((name) => `SUB ${name}()\nEND SUB\n`).join('');
  const project = Project.open({ scripts: { [SCRIPT]: known + line }, variables: variables.map(([name]) => name), isLoose: true });
  return fitting(complete(project, SCRIPT, known.length + line.length), line, known.length);
}

/** All candidates replace one piece, the longest that any of them begins with. Where nothing is typed yet: what is awaited. */
function fitting(items: readonly Completion[], line: string, before: number): [string[], string] {
  const fits = items.flatMap((item) => {
    const start = item.span.start - before;
    const [piece, text] = [line.slice(start), written(item)];
    const isMeant = piece === '' ? item.rank <= 10 : text.toLowerCase().startsWith(piece.toLowerCase());
    return isMeant ? [{ start, text }] : [];
  });
  const from = Math.min(line.length, ...fits.map(({ start }) => start));
  return [[...new Set(fits.map(({ start, text }) => line.slice(from, start) + text))], line.slice(from)];
}

function written({ label, kind, insert }: Completion): string {
  if (kind === 'function' || kind === 'method' || kind === 'routine') return insert === label ? label : `${label}(`;
  if (insert.startsWith('"')) return insert;
  return kind === 'keyword' || kind === 'control' || kind === 'clause' ? `${label} ` : label;
}

const startingWith = (names: readonly string[], start: string): string[] => [
  ...new Set(names.filter((name) => name.toLowerCase().startsWith(start.toLowerCase()))),
];
