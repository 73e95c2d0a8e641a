/** What files of a package may be called, on every platform a package may be copied to, and which of them are text that people edit. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters in names are what is refused
const UNSAFE = /[\x00-\x1f\x7f\\:*?"<>|]/;
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
/** Device names of Windows, whatever their ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
const EDITABLE = /\.(bas|vbs|vb|vba|basic|csv|md|txt|json|transcript|ya?ml|xml|css|html?)$/i;
export const MOST_DEPTH = 12;

/** Why no package may hold a path, as archives are checked. */
export function pathProblem(path: string): string | undefined {
  const shown = JSON.stringify(path.length > 120 ? `${path.slice(0, 120)}…` : path);
  const parts = path.split('/');
  if (path.startsWith('/')) return `${shown} is an absolute path`;
  if (parts.includes('..')) return `${shown} leads out of the package`;
  if (UNSAFE.test(path)) return `${shown} has a character that file names may not have`;
  if (path.length > 400 || parts.some((part) => Buffer.byteLength(part) > 200)) return `${shown} is too long a name`;
  return parts.length > 14 ? `${shown} is nested too deep` : undefined;
}

/** Why no file of a package is, or may be, called so. Paths are relative, parted by `/`. */
export function fileNameProblem(path: string): string | undefined {
  const shown = JSON.stringify(path.length > 120 ? `${path.slice(0, 120)}…` : path);
  const parts = path.split('/');
  if (parts.some((part) => part === '')) return path === '' ? 'the path is empty' : `${shown} has an empty part`;
  if (parts.some((part) => part.startsWith('.') && part !== '..')) return `${shown} is hidden: a part of it begins with a dot`;
  const plain = pathProblem(path);
  if (plain) return plain;
  if (/\p{Surrogate}/u.test(path) || path.normalize('NFC') !== path) return `${shown} is not written in composed characters (NFC)`;
  if (TURNING.test(path)) return `${shown} has a character that turns the direction of reading`;
  if (parts.some((part) => /[. ]$/.test(part) || part.startsWith(' ')))
    return `${shown} has a part that begins or ends with a space or a dot`;
  const reserved = parts.find((part) => RESERVED.test(part));
  if (reserved) return `${JSON.stringify(reserved)} is the name of a device on Windows`;
  return parts.length > MOST_DEPTH ? `${shown} is nested too deep` : undefined;
}

/** Text that belongs into a package: scripts, tables, notes, tests. What else lies there is left alone. */
export const isEditable = (path: string): boolean => EDITABLE.test(path) || /(^|\/)default\.gbdialog$/i.test(path);

/** Equal where some file system takes two names for one. */
export const foldedName = (path: string): string => path.normalize('NFC').toLowerCase();
