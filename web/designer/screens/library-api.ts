/** What home, gallery, triggers and the directory ask of the server. */
import { call } from '../../api.ts';
import { author } from './api.ts';

export interface Automation {
  readonly bot: string;
  readonly title: string;
  readonly description?: string;
  /** new: never published. */
  readonly state: 'live' | 'new' | 'retired';
  readonly unpublished: boolean;
  readonly errors: number;
  readonly lastRun?: {
    readonly id: string;
    readonly script: string;
    readonly state: string;
    readonly at: string;
    readonly message?: string;
  };
  readonly next?: { readonly at: string; readonly run: string; readonly kind: string };
  readonly events: readonly string[];
  readonly approvals: number;
  readonly lastEdit?: { readonly author: string; readonly sentence: string; readonly at: string };
}
export interface Template {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly kind: 'workflow' | 'conversation';
  readonly needs: {
    readonly bots: readonly string[];
    readonly people: readonly string[];
    readonly services: readonly string[];
    readonly secrets: readonly string[];
    readonly model: boolean;
  };
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly cases: readonly { readonly name: string; readonly title: string }[];
}
export interface TriedStep {
  readonly keyword: string;
  readonly label: string;
  readonly script?: string;
  readonly line?: number;
  readonly state: 'done' | 'failed' | 'waiting' | 'running' | 'stopped';
}
export interface Tried {
  readonly ok: boolean;
  readonly script: string;
  readonly state: string;
  readonly message?: string;
  readonly problems: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  readonly steps: readonly TriedStep[];
  readonly said: readonly {
    readonly by: 'bot' | 'visitor' | 'question' | 'decision' | 'event' | 'time';
    readonly text: string;
  }[];
  readonly result?: unknown;
  readonly fault?: { readonly message: string; readonly line?: number };
  readonly unmet: readonly string[];
  readonly took: { readonly realMs: number; readonly simulatedMs: number };
}
export interface EventTrigger {
  readonly bot: string;
  readonly script: string;
  readonly event: { readonly bot: string; readonly name: string };
  readonly where?: string;
  readonly dead: number;
  readonly last?: { readonly number: number; readonly at: string; readonly payload?: unknown };
}
export interface Upcoming {
  readonly bot: string;
  readonly run: string;
  readonly kind: string;
  readonly at: string;
}
export interface DirectoryEntry {
  readonly bot: string;
  readonly title: string;
  readonly description?: string;
  readonly state: 'live' | 'retired';
  readonly tools: readonly { readonly name: string; readonly description: string; readonly schema: ToolSchema }[];
  readonly delegates: readonly {
    readonly script: string;
    readonly line: number;
    readonly by: string;
    readonly bot?: string;
    readonly task?: string;
  }[];
  readonly usedBy: readonly string[];
}
export interface ToolSchema {
  readonly properties?: Readonly<Record<string, { readonly type?: string; readonly description?: string }>>;
  readonly required?: readonly string[];
}

const name = (part: string) => encodeURIComponent(part);
const json = (body: object) => JSON.stringify(body);

export const listAutomations = () =>
  call<{ automations: readonly Automation[] }>('GET', '/automations').then(({ automations }) => automations);
export const listTemplates = () => call<{ templates: readonly Template[] }>('GET', '/templates').then(({ templates }) => templates);
export const tryTemplate = (template: string, named: string | undefined) =>
  call<Tried>('POST', `/templates/${name(template)}/try`, json(named === undefined ? {} : { case: named }));
export const begin = (bot: string, what: { readonly template?: string; readonly title?: string }) =>
  call<{ bot: string; files: readonly { path: string; hash?: string }[] }>(
    'POST',
    `/packages/${name(bot)}/new`,
    json({ ...what, author: author() }),
  );
export const describe = (words: string) =>
  call<{ text: string; problems: readonly { line: number; severity: string; message: string }[]; model?: string }>(
    'POST',
    '/describe',
    json({ words }),
  );
export const listTriggers = () => call<{ events: readonly EventTrigger[]; upcoming: readonly Upcoming[] }>('GET', '/triggers');
export const sendEvent = (bot: string, event: string, payload: Readonly<Record<string, unknown>>) =>
  call<{ number: number }>('POST', `/bots/${name(bot)}/events`, json({ name: event, payload }));
export const showDirectory = () => call<{ bots: readonly DirectoryEntry[] }>('GET', '/directory').then(({ bots }) => bots);
