/**
 * Hints between nodes: what is published here is heard here at once, and by the other nodes over a line (Redis, or
 * NOTIFY of the database). A line may lose what it is given; whoever needs to know for certain reads rows.
 *
 * What one turn of the loop publishes goes as one message; a hint too large for the line is left out of it.
 */
import { type Bus, type LogPort, TOPIC } from '../spec/index.ts';

/** Carries text to every other node that is on it. */
export interface Line {
  readonly name: string;
  /** False: nothing can be sent now, or nobody is there to hear it. */
  readonly isUp: boolean;
  /** Bytes of one message at most. */
  readonly most: number;
  send(text: string): void;
  close(): Promise<void>;
}

/** How a line is opened: `heard` gets what others sent, `gap` is called when something may have been missed. */
export interface Listening {
  heard(text: string): void;
  gap(): void;
}

export interface SharedBus extends Bus {
  /** Which line carries hints now; undefined: none, other nodes find work by their sweep. */
  readonly line: string | undefined;
  close(): Promise<void>;
}

interface Hint {
  readonly topic: string;
  readonly message: unknown;
}

/** Lines in the order of preference: the first that is up carries all. `origin` is this process's own name on them. */
export async function createSharedBus(
  local: Bus,
  origin: string,
  log: LogPort,
  open: readonly ((listening: Listening) => Promise<Line>)[],
): Promise<SharedBus> {
  const listening: Listening = {
    heard(text) {
      const hints = readHints(text, origin);
      if (!hints) log.log('warn', 'a hint of another node could not be read', { text: text.slice(0, 100) });
      else for (const { topic, message } of hints) local.publish(topic, message);
    },
    gap: () => local.publish(TOPIC.ready, {}),
  };
  const lines = await Promise.all(open.map((each) => each(listening)));
  const upLine = () => lines.find((each) => each.isUp);
  let outbox: Hint[] = [];

  function send() {
    const hints = outbox;
    outbox = [];
    const line = upLine();
    if (line) for (const text of writeHints(origin, hints, line.most)) line.send(text);
  }

  return {
    publish(topic, message) {
      local.publish(topic, message);
      if (!upLine()) return;
      if (outbox.length === 0) setImmediate(send);
      outbox.push({ topic, message });
    },
    subscribe: (topic, listener) => local.subscribe(topic, listener),
    get line() {
      return upLine()?.name;
    },
    async close() {
      await Promise.all(lines.map((each) => each.close()));
    },
  };
}

/** Messages of at most that many bytes: `[origin, topic, message, topic, message, …]`. */
function writeHints(origin: string, hints: readonly Hint[], most: number): string[] {
  const head = JSON.stringify(origin);
  const texts: string[] = [];
  let text = head;
  let bytes = head.length;
  for (const { topic, message } of hints) {
    const part = `,${JSON.stringify(topic)},${JSON.stringify(message)}`;
    const size = Buffer.byteLength(part);
    if (head.length + size + 2 > most) continue;
    if (bytes + size + 2 > most) {
      texts.push(`[${text}]`);
      text = head;
      bytes = head.length;
    }
    text += part;
    bytes += size;
  }
  if (bytes > head.length) texts.push(`[${text}]`);
  return texts;
}

/** What another wrote; our own message tells us nothing; undefined when nobody of us wrote it. */
function readHints(text: string, origin: string): readonly Hint[] | undefined {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parts) || parts.length % 2 === 0) return undefined;
  if (parts[0] === origin) return [];
  const hints: Hint[] = [];
  for (let i = 1; i < parts.length; i += 2) {
    if (typeof parts[i] !== 'string') return undefined;
    hints.push({ topic: parts[i], message: parts[i + 1] });
  }
  return hints;
}
