/** Finds by words, the best first: what begins with them, then what holds them, in the order of what is looked through. */
export function found<T>(all: readonly T[], query: string, textsOf: (each: T) => readonly string[]): readonly T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all
    .map((each, order) => ({ each, order, rank: rankOf(textsOf(each), words) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .map(({ each }) => each);
}

/** Lower is better; every word must be somewhere. */
function rankOf(texts: readonly string[], words: readonly string[]): number {
  let rank = 0;
  for (const word of words) {
    const places = texts.map((text, i) => {
      const at = ` ${text.toLowerCase()}`.indexOf(` ${word}`);
      return at === 0 ? i * 4 : at > 0 ? i * 4 + 1 : text.toLowerCase().includes(word) ? i * 4 + 3 : Number.POSITIVE_INFINITY;
    });
    rank += Math.min(...places);
  }
  return rank;
}
