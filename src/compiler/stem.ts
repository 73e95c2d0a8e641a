/** The name under which a script is called: its file name without folders and ending, lower-case. */
export function stemOf(path: string): string {
  const file = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return file.replace(/\.(bas|basic|vbs|vba|vb)$/i, '').toLowerCase();
}
