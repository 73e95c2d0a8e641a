/** All commands, in the order help shows them. Each is loaded only when it is called. */
import type { Command } from './command.ts';

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const COMMANDS: Readonly<Record<string, Entry>> = {
  new: { summary: 'Starts a package from a template.', load: async () => (await import('./new.ts')).newPackage },
  pack: { summary: 'Makes a tar archive of a package folder.', load: async () => (await import('./pack.ts')).pack },
};
