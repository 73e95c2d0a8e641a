/** What a conversation's page says is going on: derived from the runs' rows each time, kept nowhere. */
import { z } from '@hono/zod-openapi';
import type { RunRow, Store } from '../spec/index.ts';

export const ConversationStatus = z
  .object({
    state: z.enum(['idle', 'working', 'listening', 'waiting', 'held', 'failed']).openapi({
      description:
        'idle: nothing runs. working: a run goes on. listening: it awaits a message. waiting: for a time or another run. held: a person must look. failed: the last run ended in a fault.',
    }),
    run: z.string().optional(),
    until: z.iso.datetime().optional().openapi({ description: 'When a timed wait ends.' }),
    fault: z
      .object({ code: z.string(), message: z.string(), script: z.string().optional(), line: z.int().optional() })
      .optional()
      .openapi({ description: 'Operators only.' }),
  })
  .openapi('ConversationStatus');
export type ConversationStatus = z.infer<typeof ConversationStatus>;

const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled']);

export async function conversationStatus(store: Store, conversation: string, isOperator: boolean): Promise<ConversationStatus> {
  const runs = await store.runs.list({ conversation, limit: 8 });
  const current = runs.find((run) => !ENDED.has(run.state));
  if (current) return currentStatus(store, current);
  const last = runs[0];
  if (last?.state !== 'failed') return { state: 'idle' };
  const { code, message, script, line } = last.fault ?? { code: 'bug', message: last.message ?? '' };
  return { state: 'failed', run: last.id, ...(isOperator && { fault: { code, message, script, line } }) };
}

async function currentStatus(store: Store, run: RunRow): Promise<ConversationStatus> {
  if (run.state === 'held') return { state: 'held', run: run.id };
  if (run.state !== 'waiting') return { state: 'working', run: run.id };
  const waits = await store.runs.waits(run.id);
  if (waits.some(({ wait }) => wait.kind === 'reply')) return { state: 'listening', run: run.id };
  const due = waits.flatMap((wait) => (wait.due === undefined ? [] : [wait.due]));
  return { state: 'waiting', run: run.id, ...(due.length > 0 && { until: new Date(Math.min(...due)).toISOString() }) };
}
