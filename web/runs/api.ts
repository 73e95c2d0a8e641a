/** What these pages ask of the server. */
import { call } from '../api.ts';

export interface Workflow {
  readonly id: string;
  readonly run: string;
  readonly bot: string;
  readonly name: string;
  readonly step?: string;
  readonly state: string;
  readonly startedAt: string;
  readonly endedAt?: string;
}
export interface Step {
  readonly id: string;
  readonly parent?: string;
  readonly keyword: string;
  readonly label: string;
  readonly script?: string;
  readonly line?: number;
  readonly state: 'done' | 'failed' | 'waiting' | 'running' | 'stopped';
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly first?: number;
  readonly last?: number;
  readonly input?: unknown;
  readonly output?: unknown;
  readonly fault?: { readonly code: string; readonly message: string };
  readonly tries: number;
  readonly decidedBy?: string;
  readonly waitsFor?: { readonly kind: string; readonly of?: string; readonly due?: string };
  readonly child?: string;
  readonly model?: { readonly name: string; readonly inputTokens: number; readonly outputTokens: number; readonly cost: number | null };
}
export interface Run {
  readonly id: string;
  readonly bot: string;
  readonly script: string;
  readonly state: string;
  readonly heldReason?: string;
  readonly message?: string;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly result?: unknown;
  readonly fault?: { readonly message: string; readonly line?: number; readonly script?: string };
}
export interface Approval {
  readonly id: string;
  readonly run: string;
  readonly bot: string;
  readonly mode: 'approve' | 'input';
  readonly subject: string;
  readonly from: readonly string[];
  readonly need: number;
  readonly votes: readonly string[];
  readonly details?: unknown;
  readonly state: string;
  readonly createdAt: string;
  readonly due?: string;
  readonly decidedBy?: string;
  readonly comment?: string;
}

const at = (id: string) => `/${encodeURIComponent(id)}`;

export const listWorkflows = (query: URLSearchParams) =>
  call<{ workflows: readonly Workflow[]; next?: string }>('GET', `/workflows?${query}`);
export const listRuns = (query: URLSearchParams) => call<{ runs: readonly Run[]; next?: string }>('GET', `/runs?${query}`);
export const showRun = (id: string) => call<Run>('GET', `/runs${at(id)}`);
export const showSteps = (id: string) => call<{ steps: readonly Step[] }>('GET', `/runs${at(id)}/steps`).then(({ steps }) => steps);
export const eventsUrl = (id: string, since: number) => `/api/v1/runs${at(id)}/events?since=${since}`;
export const listApprovals = () =>
  call<{ approvals: readonly Approval[] }>('GET', '/approvals?limit=100').then(({ approvals }) => approvals);
export const decide = (id: string, decision: 'approve' | 'reject' | 'answer', body: object) =>
  call<{ outcome: 'decided' | 'noted'; approval: Approval }>('POST', `/approvals${at(id)}/${decision}`, JSON.stringify(body));
