/** The thread in which drafts run: it is ended from outside when one takes too long or too much. */
import { parentPort } from 'node:worker_threads';
import { type Rehearsal, rehearse, TooMuchMemory } from './rehearse.ts';

export interface Order {
  readonly id: number;
  readonly rehearsal: Rehearsal;
}

export type Report = { readonly id: number } & (
  | { readonly answer: Awaited<ReturnType<typeof rehearse>> }
  | { readonly isTooLarge: true }
  | { readonly error: { readonly message: string; readonly stack?: string } }
);

parentPort?.on('message', async ({ id, rehearsal }: Order) => {
  parentPort?.postMessage(await reported(id, rehearsal));
});

/** A bug of ours must not end the thread without a word. */
async function reported(id: number, rehearsal: Rehearsal): Promise<Report> {
  try {
    return { id, answer: await rehearse(rehearsal) };
  } catch (error) {
    if (error instanceof TooMuchMemory) return { id, isTooLarge: true };
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { message, ...(stack !== undefined && { stack }) } };
  }
}
