import { resolve } from 'node:path';
import { findOllama, hostServer } from '../adapters/model/models.ts';
import { findServer, loadKeys, openStore, storeKind } from '../host/index.ts';
import { ApiClient, SERVER_OPTIONS } from './api-client.ts';
import type { Command, Words } from './command.ts';
import { InputError } from './command.ts';

interface Finding {
  readonly what: string;
  readonly state: 'ok' | 'note' | 'wrong';
  readonly says: string;
}

export const doctor: Command = {
  usage: '[--db URL|DIR] [--json]',
  help: 'Says what survives what, whether the clocks agree, which models answer and what is held. Exit code 1 if something is wrong.',
  options: {
    db: { type: 'string', placeholder: 'URL|DIR', summary: 'The store to look at when no server runs. Default: the data folder.' },
    json: { type: 'boolean', summary: 'One JSON object per finding and line.' },
    ...SERVER_OPTIONS,
  },
  positionals: [0, 0],
  async run(words, terminal) {
    const findings = [node(), ...(await store(words)), await models()];
    for (const finding of findings)
      terminal.out(
        words.flag('json') ? `${JSON.stringify(finding)}\n` : `${finding.state.padEnd(5)} ${finding.what.padEnd(8)} ${finding.says}\n`,
      );
    return findings.some(({ state }) => state === 'wrong') ? 1 : 0;
  },
};

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const isEnough = major > 20 || (major === 20 && minor >= 19);
  return { what: 'node', state: isEnough ? 'ok' : 'wrong', says: `${process.version}${isEnough ? '' : '; Basalt needs 20.19 or newer'}` };
}

/** A running server is asked, because the embedded store is open in one process only. */
async function store(words: Words): Promise<readonly Finding[]> {
  const data = resolve(words.text('data') ?? 'data');
  if (words.text('server') ?? findServer(data)) return askServer(new ApiClient(words));
  const db = words.text('db') ?? data;
  try {
    const { store: opened } = await openStore(db, loadKeys(data));
    try {
      const { engine, durable } = await opened.health();
      const held = await opened.runs.list({ state: 'held', limit: 200 });
      return [durability(engine, durable), clocks(await opened.clockSkewMs()), heldRuns(held.length)];
    } finally {
      await opened.close();
    }
  } catch (error) {
    return [
      {
        what: 'store',
        state: 'wrong',
        says: `${storeKind(db)} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
      },
    ];
  }
}

async function askServer(client: ApiClient): Promise<readonly Finding[]> {
  try {
    const health = await client.get<{ store: { engine: string; durable: string }; clockSkewMs: number }>('/health');
    const { runs } = await client.get<{ runs: readonly unknown[] }>('/runs?state=held&limit=200');
    return [durability(health.store.engine, health.store.durable), clocks(health.clockSkewMs), heldRuns(runs.length)];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [{ what: 'server', state: 'wrong', says: error.message }];
  }
}

const SURVIVES: Readonly<Record<string, string>> = {
  'power-loss': 'survives crashes and power cuts',
  'process-death': 'survives a crash of the process, not a power cut',
  none: 'keeps nothing',
};

const durability = (engine: string, durable: string): Finding => ({
  what: 'store',
  state: durable === 'power-loss' ? 'ok' : 'note',
  says: `${engine}: ${SURVIVES[durable] ?? durable}`,
});

const clocks = (skewMs: number): Finding => ({
  what: 'clock',
  state: Math.abs(skewMs) < 1000 ? 'ok' : 'wrong',
  says: `${Math.abs(Math.round(skewMs))} ms from the database's${Math.abs(skewMs) < 1000 ? '' : '; set both by NTP'}`,
});

const heldRuns = (count: number): Finding => ({
  what: 'runs',
  state: count === 0 ? 'ok' : 'note',
  says: count === 0 ? 'none is held' : `${count === 200 ? '200 or more' : count} held and waiting for a person: basalt runs --state held`,
});

async function models(): Promise<Finding> {
  const found = hostServer(process.env) ?? (await findOllama());
  return found
    ? { what: 'models', state: 'ok', says: `asked at ${found.url}${found.model ? ` (${found.model})` : ''}` }
    : { what: 'models', state: 'note', says: 'none found: set OPENAI_API_KEY, write llm-url into config.csv, or start Ollama' };
}
