/** Reads a batch before it is sent and names the runs whose rows could not be stored. */
import { type Entry, type FlushBatch, type FlushWrite, MOST_EVENT_BYTES, UnstorableRow, type Wait } from '../../spec/index.ts';
import { isKey, isStorable, LIMITS } from './limits.ts';

export function checkBatch(batch: FlushBatch): void {
  const wrong = new Map<string, string>();
  for (const entry of batch.entries) note(wrong, entry.run, entryFault(entry));
  for (const write of batch.writes) note(wrong, write.run, writeFault(write));
  noteRepeated(wrong, batch.entries);
  if (wrong.size === 0) return;
  const [run, fault] = wrong.entries().next().value!;
  throw new UnstorableRow(`${fault} (run ${run})`, [...wrong.keys()]);
}

function note(wrong: Map<string, string>, run: string, fault: string | undefined) {
  if (fault !== undefined && !wrong.has(run)) wrong.set(run, fault);
}

function noteRepeated(wrong: Map<string, string>, entries: readonly Entry[]) {
  const last = new Map<string, number>();
  for (const { run, seq } of entries) {
    if (seq <= (last.get(run) ?? 0)) note(wrong, run, `entry ${seq} comes twice or out of order`);
    last.set(run, seq);
  }
}

const key = (what: string, text: string | undefined) =>
  text === undefined || isKey(text) ? undefined : `${what} holds what cannot be stored as a key`;
const size = (what: string, bytes: Uint8Array, limit: number) =>
  bytes.length <= limit ? undefined : `${what} has ${bytes.length} bytes, the limit is ${limit}`;

const entryFault = (entry: Entry) =>
  key('a run id', entry.run) ??
  key('an address', entry.address) ??
  key('a keyword name', entry.name) ??
  size('an entry', entry.payload, LIMITS.blobBytes);

function writeFault(write: FlushWrite): string | undefined {
  switch (write.kind) {
    case 'message':
      return key('a conversation id', write.conversation);
    case 'memory':
      return (
        key('a memory owner', write.owner) ??
        key('a memory name', write.key) ??
        (write.payload ? size('a memory', write.payload, LIMITS.stateBytes) : undefined)
      );
    case 'run':
      return (
        key('a run id', write.id) ??
        key('a bot name', write.bot) ??
        key('a script name', write.script) ??
        size('the inputs', write.inputs, LIMITS.stateBytes)
      );
    case 'birth':
      return (
        key('a run id', write.run) ??
        key('a bot name', write.bot) ??
        key('a script name', write.script) ??
        key('a conversation id', write.conversation) ??
        key('a user', write.user) ??
        size('the inputs', write.inputs, LIMITS.stateBytes)
      );
    case 'event':
      return (
        key('a bot name', write.bot) ??
        key('the name of an event', write.name) ??
        key('the key of an event', write.key) ??
        size('the payload of an event', write.payload, MOST_EVENT_BYTES)
      );
    case 'secret':
      return key('a secret handle', write.handle);
    case 'audit':
      // Its hash is over the exact text: nothing of it may be replaced.
      return Object.values(write.row).every((each) => typeof each !== 'string' || isStorable(each))
        ? undefined
        : 'an audit row holds what cannot be stored';
    case 'workflow':
      return (
        key('a workflow id', write.id) ?? (write.result ? size('the result of a workflow', write.result, LIMITS.blobBytes) : undefined)
      );
    case 'cancel':
      return key('a run id', write.target);
    case 'wait':
      return key('an address', write.address) ?? waitFault(write.wait);
    case 'checkpoint':
      return size('the state', write.state, LIMITS.stateBytes);
    case 'end':
      return size('the result', write.result, LIMITS.blobBytes);
    case 'model-call':
    case 'woken':
    case 'workflows-end':
    case 'park':
    case 'held':
      return undefined;
  }
}

function waitFault(wait: Wait): string | undefined {
  if (wait.kind === 'child') return key('a run id', wait.run);
  if (wait.kind !== 'event') return undefined;
  return [wait.bot, wait.equals, ...wait.names].map((each) => key('the name of an event', each)).find((each) => each !== undefined);
}
