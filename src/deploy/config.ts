/**
 * `config.csv`: one `name,value` a line; the first comma parts them. Keys are kept as written but
 * lower-case; `param-x` values become script variables `x`, typed.
 */
export interface PackageConfig {
  readonly values: Readonly<Record<string, string>>;
  /** Variable name, lower-case → typed value. */
  readonly variables: Readonly<Record<string, string | number | boolean>>;
}

export function parseConfig(text: string): PackageConfig {
  const values: Record<string, string> = Object.create(null);
  const variables: Record<string, string | number | boolean> = Object.create(null);
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const pair = parseLine(line);
    if (!pair || isHeader(index, pair)) continue;
    values[pair.key] = pair.value;
    const variable = variableName(pair.key);
    if (variable) variables[variable] = typed(pair.value);
  }
  return { values, variables };
}

function parseLine(line: string): { readonly key: string; readonly value: string } | undefined {
  const comma = line.indexOf(',');
  const key = unquote(line.slice(0, comma)).toLowerCase();
  if (comma < 1 || key === '' || key.startsWith('#')) return undefined;
  return { key, value: unquote(line.slice(comma + 1)) };
}

const isHeader = (index: number, { key, value }: { key: string; value: string }) =>
  index === 0 && ['name', 'key'].includes(key) && value.toLowerCase().startsWith('value');

function unquote(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed;
}

/** `param-x`; and `Title Case Keys` of older packages without their spaces. */
function variableName(key: string): string | undefined {
  if (key.startsWith('param-')) return key.slice('param-'.length).replaceAll(/[\s-]/g, '_');
  return /^[a-z][a-z0-9]*( [a-z0-9]+)+$/.test(key) ? key.replaceAll(' ', '') : undefined;
}

function typed(value: string): string | number | boolean {
  if (/^[+-]?\d+(\.\d+)?$/.test(value) && !/^[+-]?0\d/.test(value)) return Number(value);
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : value;
}
