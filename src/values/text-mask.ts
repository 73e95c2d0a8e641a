/**
 * Text masks: `@` a character or a space, `&` a character or nothing, `<` all small, `>` all capital, `!` fill
 * from the left instead of from the right. Anything else stands for itself: `(@@) @@@@@-@@@@`.
 */
export const isTextMask = (pattern: string): boolean => /[@&<>!]/.test(pattern);

/** What does not fit into the places stays: before the first (after the last with `!`). */
export function applyMask(text: string, pattern: string): string {
  const isLeft = pattern.includes('!');
  const mask = [...pattern.replace(/[<>!]/g, '')];
  const folded = pattern.includes('<') ? text.toLowerCase() : pattern.includes('>') ? text.toUpperCase() : text;
  if (!mask.some(isPlace)) return mask.join('') + folded;
  return isLeft
    ? filled(mask, [...folded]).join('')
    : filled(mask.reverse(), [...folded].reverse())
        .reverse()
        .join('');
}

const isPlace = (char: string): boolean => char === '@' || char === '&';

/** The rest follows the last place directly, so that signs after it stay at the edge. */
function filled(mask: readonly string[], characters: readonly string[]): string[] {
  const lastPlace = mask.findLastIndex(isPlace);
  let used = 0;
  const result: string[] = [];
  mask.forEach((char, i) => {
    if (!isPlace(char)) result.push(char);
    else if (used < characters.length) result.push(characters[used++] as string);
    else if (char === '@') result.push(' ');
    if (i === lastPlace) result.push(...characters.slice(used));
  });
  return result;
}
