/** What the designer knows of a kind of step before one is written: its palette entry and its form. Plain data, an asset of the page. */
import type { ArgumentKind, Parameter } from '../../spec/index.ts';

export const STEP_GROUPS = [
  'common',
  'flow',
  'talk',
  'bots',
  'events',
  'values',
  'memory',
  'ai',
  'web',
  'messages',
  'files',
  'package',
  'language',
] as const;
export type StepGroup = (typeof STEP_GROUPS)[number];

export interface StepField {
  /** As in the syntax line, so as in `Field.name` of the document. */
  readonly name: string;
  readonly label: string;
  readonly summary: string;
  readonly kind: ArgumentKind | 'flag';
  readonly type: Parameter<unknown>['type'];
  readonly isOptional: boolean;
  /** What may stand here, offered beside the variables in scope. */
  readonly offers?: 'bots' | 'scripts' | readonly string[];
}

export interface StepDescriptor {
  /** Canonical name of the keyword, or of the form of control flow: 'SEND MAIL', 'PARALLEL'. */
  readonly id: string;
  readonly title: string;
  readonly group: StepGroup;
  readonly summary: string;
  readonly syntax: readonly string[];
  /** BASIC to insert, lines parted by "\n". */
  readonly template: string;
  readonly fields: readonly StepField[];
  /** What people may call it. */
  readonly words?: string;
  readonly icon: StepIcon;
  /** Stands at the top of the palette. */
  readonly isProminent?: true;
}

export const STEP_ICONS = [
  'talk',
  'ask',
  'bot',
  'person',
  'branch',
  'loop',
  'parallel',
  'set',
  'call',
  'memory',
  'ai',
  'web',
  'mail',
  'clock',
  'event',
  'flow',
  'package',
  'stop',
  'jump',
  'guard',
  'note',
  'comment',
  'text',
  'file',
  'data',
  'log',
] as const;
export type StepIcon = (typeof STEP_ICONS)[number];
