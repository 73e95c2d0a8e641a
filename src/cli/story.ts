/** A run as a story to be read: what it asked for, line by line, and what came of it. */
export interface ToldStep {
  readonly id: string;
  readonly parent?: string;
  readonly keyword: string;
  readonly label: string;
  readonly script?: string;
  readonly line?: number;
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly last?: number;
  readonly output?: unknown;
  readonly fault?: { readonly code: string; readonly message: string };
  readonly tries: number;
  readonly decidedBy?: string;
  readonly waitsFor?: { readonly kind: string; readonly of?: string; readonly due?: string };
  readonly child?: string;
  readonly model?: { readonly name: string; readonly inputTokens: number; readonly outputTokens: number; readonly cost: number | null };
}

export interface ToldRun {
  readonly id: string;
  readonly bot: string;
  readonly script: string;
  readonly state: string;
  readonly heldReason?: string;
  readonly message?: string;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly result?: unknown;
  readonly fault?: { readonly message: string; readonly line?: number };
  readonly prunedAt?: string;
  readonly journal: readonly {
    readonly seq: number;
    readonly address: string;
    readonly kind: string;
    readonly name: string;
    readonly preview: string;
    readonly at: string;
  }[];
}

export function story(run: ToldRun, steps: readonly ToldStep[]): string {
  const acts = run.journal.filter(({ kind }) => kind === 'operator' || kind === 'set');
  const told = [
    ...steps.map((step) => ({
      at: step.startedAt,
      seq: step.last ?? Number.MAX_SAFE_INTEGER,
      text: stepLines(step, depthOf(step, steps)),
    })),
    ...acts.map(({ at, seq, kind, preview }) => ({
      at,
      seq,
      text: line(seq, at, undefined, kind === 'set' ? `forked ${preview}` : `operator: ${preview}`),
    })),
  ];
  // Steps come in the order of asking; acts of people stand where their time is.
  const ordered = acts.length === 0 ? told : told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq));
  return [headOf(run), ...ordered.map(({ text }) => text), endOf(run)].join('');
}

export function headOf({ id, bot, script, state, heldReason, createdAt, prunedAt }: ToldRun): string {
  const pruned = prunedAt ? `  pruned on ${prunedAt.slice(0, 10)}: its history was older than the retention\n` : '';
  return `${id}  ${bot}/${script}  ${state}${heldReason ? ` (${heldReason})` : ''}\n  begun ${moment(createdAt)}\n${pruned}`;
}

export function endOf({ state, endedAt, result, fault, message }: ToldRun): string {
  const why = fault
    ? `${fault.line === undefined ? '' : `line ${fault.line}: `}${fault.message}`
    : (message ?? (result === undefined || result === null ? '' : short(result)));
  const how = endedAt ? `${state} ${moment(endedAt)}` : '';
  return how || why ? `  ${[how, why].filter(Boolean).join('  ')}\n` : '';
}

function stepLines(step: ToldStep, depth: number): string {
  const { keyword, label, tries, model, child, decidedBy } = step;
  const what = keyword === 'STEP' ? `STEP ${label}` : [keyword, label].filter(Boolean).join(' ');
  const more = [
    outcomeOf(step),
    decidedBy && `by ${decidedBy}`,
    tries > 1 && `${tries} tries`,
    tookOf(step),
    model && `${model.name} ${model.inputTokens} + ${model.outputTokens} tokens${model.cost === null ? '' : ` $${model.cost.toFixed(6)}`}`,
    child && `as run ${child}`,
  ];
  return line(step.last, step.startedAt, step.line, `${'  '.repeat(depth)}${[what, ...more.filter(Boolean)].join('  ')}`);
}

function outcomeOf({ keyword, state, output, fault, waitsFor }: ToldStep): string | undefined {
  if (fault) return `failed: ${fault.message}`;
  if (waitsFor) return `waits for ${waitWords(waitsFor)}`;
  if (state !== 'done') return state;
  return keyword === 'STEP' || output === undefined || output === null ? undefined : `→ ${short(output)}`;
}

export function waitWords({ kind, of, due }: NonNullable<ToldStep['waitsFor']>): string {
  const words: Readonly<Record<string, string>> = {
    reply: 'a reply',
    timer: 'its time',
    child: 'the run',
    event: 'the event',
    approval: 'a decision:',
  };
  const named = of !== undefined && kind !== 'reply' ? ` ${of}` : '';
  return `${words[kind] ?? kind}${named}${due ? ` until ${moment(due)}` : ''}`;
}

const TOLD_MS = 1000;
function tookOf({ startedAt, endedAt }: ToldStep): string | undefined {
  const ms = endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0;
  return ms < TOLD_MS
    ? undefined
    : `took ${ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : ms < 3_600_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`}`;
}

const line = (seq: number | undefined, at: string, source: number | undefined, text: string): string =>
  `${String(seq ?? '').padStart(6)}  ${at.slice(11, 19)}  ${source === undefined ? '' : `line ${source}`.padEnd(8)}${source === undefined ? ' '.repeat(8) : ''}  ${text}\n`;

function depthOf(step: ToldStep, steps: readonly ToldStep[]): number {
  const parent = step.parent === undefined ? undefined : steps.find(({ id }) => id === step.parent);
  return parent ? 1 + depthOf(parent, steps) : 0;
}

const MOST = 100;
function short(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const flat = text.replace(/\s+/g, ' ');
  return flat.length > MOST ? `${flat.slice(0, MOST - 1)}…` : flat;
}

export const moment = (at: string): string => at.slice(0, 19).replace('T', ' ');
