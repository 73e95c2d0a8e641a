import { dumpAst, dumpTokens } from '../../grammar/index.ts';
import { compile, dumpProgram, renderDiagnostics } from '../compiler/index.ts';
import { standardLanguage } from '../language/index.ts';
import { type Command, UsageError } from './command.ts';
import { readText } from './read-text.ts';
import { packageOf, shown } from './sources.ts';

const WHAT = ['tokens', 'ast', 'ir'] as const;

export const dump: Command = {
  usage: 'tokens|ast|ir FILE',
  help: 'Shows what becomes of a script: its tokens, its tree, or its steps; one node a line, in stable order.',
  options: {},
  positionals: [2, 2],
  async run(words, terminal) {
    const [what, file] = words.positionals as [string, string];
    if (!WHAT.some((each) => each === what)) throw new UsageError(`${what} is not one of ${WHAT.join(', ')}`);
    const source = readText(file);
    const language = standardLanguage();
    if (what === 'tokens') terminal.out(dumpTokens(source));
    else if (what === 'ast') terminal.out(dumpAst(language.parse(source).tree));
    else {
      const layout = packageOf(file);
      const { program, diagnostics } = compile(source, {
        script: shown(file),
        language,
        ...(layout && { scripts: layout.scripts.keys() }),
      });
      if (diagnostics.length) terminal.err(`${renderDiagnostics(diagnostics, source, shown(file))}\n`);
      if (!program) return 1;
      terminal.out(dumpProgram(program));
    }
    return 0;
  },
};
