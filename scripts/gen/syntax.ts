/** The syntax table; two clashing syntaxes end the build. */
import { functions } from '../../functions/index.ts';
import { publicKeywords } from '../../keywords/index.ts';
import { refuseClashes } from '../notation/clashes.ts';
import { compileTable } from '../notation/compile.ts';
import { syntaxModule } from '../notation/generate.ts';

export function syntaxTable() {
  const table = compileTable(publicKeywords, functions);
  refuseClashes(table);
  return [{ file: 'grammar/generated/syntax.ts', text: syntaxModule(table) }];
}
