/** Writes as keywords say them, as rows of the flush: values encoded, secrets sealed, what a column refuses replaced. */
import { never } from '../../base/index.ts';
import type { AskContext, FlushWrite, SealPort, StreamItem, Write } from '../../spec/index.ts';
import { encodeValue } from '../../values/index.ts';
import { storable } from '../entry.ts';

/** Whose write it is. */
export type Writer = Pick<AskContext, 'run' | 'bot' | 'hops'>;

export function flushWrite({ run, bot, hops }: Writer, write: Write, at: number, seal: SealPort): FlushWrite {
  switch (write.kind) {
    case 'message':
      return { kind: 'message', run, conversation: write.conversation, item: storableItem(write.item), at };
    case 'memory': {
      const payload = write.value === null ? null : encodeValue(write.value);
      return { kind: 'memory', run, scope: write.scope, owner: write.owner, key: storable(write.key), payload, at };
    }
    case 'run': {
      const { run: id, script, inputs, conversation } = write;
      return {
        kind: 'run',
        run,
        id,
        bot: write.bot,
        script,
        inputs: encodeValue(inputs),
        at,
        ...(conversation !== undefined && { conversation }),
      };
    }
    case 'cancel':
      return { kind: 'cancel', run, target: write.run };
    case 'secret':
      return { kind: 'secret', run, handle: write.handle, sealed: seal.seal(write.cleartext) };
    case 'workflow': {
      const { id, bot, name, step, state, result } = write;
      return {
        kind: 'workflow',
        run,
        // A fork names an execution that it was copied with by the run it was copied from.
        id: `${run}${id.slice(id.lastIndexOf(':'))}`,
        bot,
        at,
        ...(name !== undefined && { name: storable(name) }),
        ...(step !== undefined && { step: storable(step) }),
        ...(state && { state }),
        ...(result !== undefined && { result: encodeValue(result) }),
      };
    }
    case 'event': {
      const { name, key, fields } = write;
      const keyed = key === undefined ? {} : { key: storable(key) };
      return { kind: 'event', run, bot, name, ...keyed, payload: encodeValue(write.payload), fields, hops: hops + 1, at };
    }
    case 'audit':
      return { kind: 'audit', run, row: write.row };
    default:
      return never(write);
  }
}

function storableItem(item: StreamItem): StreamItem {
  if (!('text' in item)) return item;
  const text = storable(item.text);
  return text === item.text ? item : { ...item, text };
}
