/**
 * `config.csv`: one `name,value` a line; the first comma parts them. Keys are kept as written but
 * lower-case; `param-x` values become script variables `x`, typed.
 */
export interface PackageConfig {
  readonly values: Readonly<Record<string, string>>;
  /** Variable name, lower-case → typed value. */
  readonly variables: Readonly<Record<string, string | number | boolean>>;
  readonly mistakes: readonly ConfigMistake[];
}

/** A value that no part of the bot could use. */
export interface ConfigMistake {
  /** From 1, as the column: where the value begins. */
  readonly line: number;
  readonly column: number;
  readonly code: 'unknown-zone';
  readonly message: string;
  readonly help: string;
}

export function parseConfig(text: string): PackageConfig {
  const values: Record<string, string> = Object.create(null);
  const variables: Record<string, string | number | boolean> = Object.create(null);
  const mistakes: ConfigMistake[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const pair = parseLine(line);
    if (!pair || isHeader(index, pair)) continue;
    values[pair.key] = pair.value;
    if (pair.key === 'timezone' && !isZone(pair.value)) mistakes.push(unknownZone(pair.value, index + 1, line));
    const variable = variableName(pair.key);
    if (variable) variables[variable] = typed(pair.value);
  }
  return { values, variables, mistakes };
}

/** Empty means UTC. */
function isZone(name: string): boolean {
  try {
    return name === '' || Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function unknownZone(zone: string, line: number, text: string): ConfigMistake {
  const column = text.indexOf(',') + 1 + text.slice(text.indexOf(',') + 1).search(/\S/) + 1;
  return { line, column, code: 'unknown-zone', message: `there is no time zone ${zone}`, help: 'write one like Europe/Berlin or UTC' };
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
