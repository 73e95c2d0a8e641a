/** What may be stored: said before anything is queued, so that no row of an innocent run is lost with a bad one. */
export const LIMITS = {
  /** Larger entries go to blobs. */
  entryBytes: 256 * 1024,
  stateBytes: 4 * 1024 * 1024,
  blobBytes: 64 * 1024 * 1024,
  /** An index takes no more than a third of a page. */
  keyBytes: 1024,
} as const;

const HALF_PAIR = /\p{Surrogate}/u;

/** Text that must come back exactly as it was, because something is found by it. */
export const isStorable = (text: string): boolean => !text.includes('\0') && !HALF_PAIR.test(text);

/** A code unit is at most three bytes. */
export const isKey = (text: string): boolean =>
  isStorable(text) && (text.length * 3 <= LIMITS.keyBytes || Buffer.byteLength(text) <= LIMITS.keyBytes);

/** Text for eyes only: what cannot be stored is shown as the replacement character. */
export const forEyes = (text: string): string => (isStorable(text) ? text : text.replace(/\0|\p{Surrogate}/gu, '\ufffd'));
