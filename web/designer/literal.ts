/** A text in quotes as people write it, and back. What holds a formula is left as it is. */
const LITERAL = /^"(?:[^"\\\r\n]|""|\\.)*"$/;

export const isLiteral = (basic: string): boolean => LITERAL.test(basic);

export function fromLiteral(basic: string): string {
  return basic
    .slice(1, -1)
    .replace(/""|\\([ntr"'\\])/g, (found, sign: string | undefined) => (found === '""' ? '"' : (SIGNS[sign ?? ''] ?? (sign as string))));
}
const SIGNS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

export function toLiteral(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '""')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}
