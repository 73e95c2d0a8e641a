/** Tokens where the server does not count: about four Latin letters each, one for each sign of scripts without spaces. */
export function estimateTokens(text: string): number {
  const dense = text.match(/[\u2e80-\u9fff\uac00-\ud7af\u3040-\u30ff]/g)?.length ?? 0;
  return Math.ceil((text.length - dense) / 4) + dense;
}
