/** Starts the command line on this process's words and streams. */
import { main } from './cli/index.ts';

const terminal = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
  stdin: process.stdin,
  isInteractive: process.stdin.isTTY === true && process.stdout.isTTY === true,
};

// A reader that went away (`basalt … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await main(process.argv.slice(2), terminal);
