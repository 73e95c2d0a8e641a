/** All commands, in the order help shows them. Each is loaded only when it is called. */
import type { Command } from './command.ts';

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

const command = (summary: string, load: () => Promise<Command>): Entry => ({ summary, load });

export const COMMANDS: Readonly<Record<string, Entry>> = {
  run: command('Runs a script here, in this terminal.', async () => (await import('./run.ts')).run),
  serve: command('Starts the server: packages, chat page, API.', async () => (await import('./serve.ts')).serve),
  repl: command('Tries lines, one after the other.', async () => (await import('./repl.ts')).repl),
  check: command('Finds mistakes in scripts and packages.', async () => (await import('./check.ts')).check),
  fmt: command('Formats scripts.', async () => (await import('./fmt.ts')).fmt),
  test: command('Runs the transcripts beside scripts.', async () => (await import('./test.ts')).test),
  new: command('Starts a package from a template.', async () => (await import('./new.ts')).newPackage),
  pack: command('Makes a tar archive of a package folder.', async () => (await import('./pack.ts')).pack),
  deploy: command('Puts a package on a server.', async () => (await import('./deploy.ts')).deploy),
  history: command('Lists what was saved of a package, and restores it.', async () => (await import('./history.ts')).history),
  publish: command('Puts live what was saved of a package.', async () => (await import('./publish.ts')).publish),
  runs: command('Lists runs.', async () => (await import('./runs.ts')).runs),
  nodes: command('Lists the nodes that share a store.', async () => (await import('./nodes.ts')).nodes),
  show: command('Tells the story of a run.', async () => (await import('./show.ts')).show),
  replay: command('Runs a run again from its journal, without effects.', async () => (await import('./replay.ts')).replay),
  fork: command('Begins a run that goes on from an entry of another.', async () => (await import('./fork.ts')).fork),
  retry: command('Does the open act of a held run again.', async () => (await import('./operate.ts')).retry),
  cancel: command('Cancels a run.', async () => (await import('./operate.ts')).cancel),
  resume: command('Lets a held run go on, or settles its open act.', async () => (await import('./operate.ts')).resume),
  approve: command('Lists what people are asked, and answers it.', async () => (await import('./approve.ts')).approve),
  grants: command('Says what bots may do, and changes it.', async () => (await import('./grants.ts')).grants),
  purge: command('Deletes the history of runs that ended long ago.', async () => (await import('./purge.ts')).purge),
  audit: command('Verifies the audit log.', async () => (await import('./audit.ts')).audit),
  dump: command('Shows tokens, tree or steps of a script.', async () => (await import('./dump.ts')).dump),
  keywords: command('Lists keywords and functions, or explains one.', async () => (await import('./keywords.ts')).keywords),
  doctor: command('Looks at this installation and its store.', async () => (await import('./doctor.ts')).doctor),
};
