/**
 * Tables as text: CSV with a header line. Reading takes commas, semicolons or tabs (whichever the header has
 * most of), quotes with `""`, any line end; every cell is text, as written. Writing puts every field that any
 * row has into the header, in the order met.
 */
import { Dict } from './dict.ts';
import { FormatError } from './format-error.ts';
import { toText } from './text.ts';
import type { Value } from './types.ts';
import { RowSet } from './types.ts';

/** One object a line, named by the header; lines that are shorter give NOTHING for the rest. */
export function fromCsv(text: string, maxRows: number): Dict[] {
  const [header, ...lines] = cellRows(text.replace(/^\uFEFF/, ''), maxRows + 1);
  if (!header) return [];
  const names = header.map((name, i) => name.trim() || `column${i + 1}`);
  return lines.map((cells) => Dict.from(names.map((name, i) => [name, cells[i] ?? null] as const)));
}

export function toCsv(value: Value, maxLength: number): string {
  const rows = value instanceof RowSet ? value.rows : Array.isArray(value) ? value : [value];
  const names = headerOf(rows);
  let length = 0;
  return [...(names.length > 0 ? [names] : []), ...rows.map((row) => cellsOf(row, names))]
    .map((cells) => {
      const line = `${cells.map((cell) => quotedCell(toText(cell))).join(',')}\n`;
      length += line.length;
      if (length > maxLength) throw new FormatError(`the table would be longer than ${maxLength} characters`, 'length');
      return line;
    })
    .join('');
}

/** Lists are rows as they are; anything else is a row of one cell. */
function cellsOf(row: Value, names: readonly string[]): readonly Value[] {
  if (row instanceof Dict) return names.map((name) => row.get(name));
  return Array.isArray(row) ? row : [row];
}

function headerOf(rows: readonly Value[]): readonly string[] {
  const header = new Dict();
  for (const row of rows) if (row instanceof Dict) for (const [name] of row.entries()) header.set(name, null);
  return [...header.entries()].map(([name]) => name);
}

const quotedCell = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

function cellRows(text: string, maxRows: number): string[][] {
  const separator = separatorOf(text);
  const cell = new RegExp(`"([^"]*(?:""[^"]*)*)"[^\\r\\n${separator}]*|([^\\r\\n${separator}]*)`, 'y');
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at <= text.length) {
    cell.lastIndex = at;
    const match = cell.exec(text) as RegExpExecArray;
    row.push(match[1] === undefined ? (match[2] as string) : match[1].replaceAll('""', '"'));
    at += match[0].length;
    if (text[at] === separator) {
      at++;
      continue;
    }
    if (row.length > 1 || row[0] !== '') rows.push(row);
    if (rows.length > maxRows) throw new FormatError(`the table has more than ${maxRows - 1} rows`, 'length');
    row = [];
    if (at >= text.length) break;
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows;
}

function separatorOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const counts = [',', ';', '\t'].map((mark) => [mark, header.split(mark).length] as const);
  return counts.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
