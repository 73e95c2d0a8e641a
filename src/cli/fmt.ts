import { writeFileSync } from 'node:fs';
import { format } from '../../grammar/index.ts';
import { standardLanguage } from '../language/index.ts';
import type { Command } from './command.ts';
import { readText } from './read-text.ts';
import { filesOf, shown, subjectsOf } from './sources.ts';

export const fmt: Command = {
  usage: 'PATH… [--check]',
  help: 'Indents, spaces and capitalises; never changes what a script means, keeps every comment. Lines that do not parse stay as they are.',
  options: { check: { type: 'boolean', summary: 'Write nothing; exit code 1 if a file would change.' } },
  positionals: [1, 10_000],
  async run(words, terminal) {
    const { parse } = standardLanguage();
    let changed = 0;
    for (const file of filesOf(words.positionals.flatMap(subjectsOf))) {
      const source = readText(file);
      const formatted = format(source, parse);
      if (formatted === source) continue;
      changed++;
      if (!words.flag('check')) writeFileSync(file, formatted);
      terminal.out(`${shown(file)}\n`);
    }
    return words.flag('check') && changed > 0 ? 1 : 0;
  },
};
