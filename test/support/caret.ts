/** Scripts of a package with a `|` where the cursor stands. */
import { Project, type Workspace } from '../../src/language/service/index.ts';

export const FILE = 'start.bas';

/** The last `|` is the cursor. */
export function at(
  marked: string,
  workspace: Partial<Workspace> = {},
): { readonly project: Project; readonly offset: number; readonly text: string } {
  const offset = marked.lastIndexOf('|');
  if (offset < 0) throw new Error('no | says where the cursor stands');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { project: Project.open({ ...workspace, scripts: { ...workspace.scripts, [FILE]: text } }), offset, text };
}
