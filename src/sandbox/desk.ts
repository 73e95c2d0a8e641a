/** What a server's sandbox does for its routes: finds the texts, puts the drafts over them, and has them rehearsed. */
import { join } from 'node:path';
import type { HostServer } from '../adapters/model/model-server.ts';
import { templateNames } from '../deploy/index.ts';
import { parseTranscript, type Sandbox, type Sandboxed, type SandboxRequest, type Template, TranscriptError } from '../runtime/index.ts';
import type { UseLimits } from '../spec/index.ts';
import { CaseError, parseCase } from './case.ts';
import { casesIn, configIn, type PackageTexts, readPackageTexts, scriptsIn } from './package-texts.ts';
import { type Rehearsals, SandboxBusy } from './rehearsals.ts';
import type { Rehearsal } from './rehearse.ts';
import { readTemplate } from './templates.ts';

export interface SandboxParts {
  readonly rehearsals: Rehearsals;
  /** Where templates lie. */
  readonly templates: string;
  /** Where the files of a bot lie; nothing where it is unknown. */
  folderOf(bot: string): string | undefined;
  /** What it may do when something is asked for real. */
  allowed(bot: string): { readonly policy: 'workshop' | 'strict'; readonly grants: readonly string[] };
  readonly modelServer?: HostServer;
  readonly dayLimits?: UseLimits;
}

export class SandboxDesk implements Sandbox {
  readonly #parts: SandboxParts;

  constructor(parts: SandboxParts) {
    this.#parts = parts;
  }

  templates(): readonly Template[] {
    const { templates } = this.#parts;
    return templateNames(templates).map((name) => readTemplate(templates, name));
  }

  async rehearse(request: SandboxRequest): Promise<Sandboxed> {
    const base = this.#textsOf(request);
    if ('kind' in base) return base;
    const texts = withDrafts(base.texts, request.files);
    const found = caseOf(texts, request);
    if ('kind' in found) return found;
    const { policy, grants } = request.bot === undefined ? STRANGER : this.#parts.allowed(request.bot);
    const { modelServer, dayLimits } = this.#parts;
    const rehearsal: Rehearsal = {
      scripts: scriptsIn(texts),
      config: configIn(texts),
      real: request.real,
      policy,
      grants,
      ...found,
      ...(modelServer && { modelServer }),
      ...(dayLimits && { dayLimits }),
    };
    try {
      return { kind: 'answer', answer: await this.#parts.rehearsals.rehearse(rehearsal) };
    } catch (error) {
      if (error instanceof SandboxBusy) return { kind: 'busy', message: error.message };
      throw error;
    }
  }

  #textsOf({ bot, template }: SandboxRequest): { readonly texts: PackageTexts } | Sandboxed {
    const { templates } = this.#parts;
    if (template !== undefined) {
      const known = templateNames(templates);
      if (!known.includes(template)) return { kind: 'unknown', what: 'template', name: template, known };
      return { texts: readPackageTexts(join(templates, `${template}.gbai`)) };
    }
    if (bot === undefined) return { texts: {} };
    const folder = this.#parts.folderOf(bot);
    return folder === undefined ? { kind: 'unknown', what: 'bot', name: bot, known: [] } : { texts: readPackageTexts(folder) };
  }
}

/** Drafts that are nobody's may do what any package in the folder may. */
const STRANGER = { policy: 'workshop', grants: [] } as const;

/** A draft stands for the file at its path, or for the script of its name wherever that lies. */
function withDrafts(texts: PackageTexts, files: SandboxRequest['files']): PackageTexts {
  const all: Record<string, string> = { ...texts };
  for (const [path, text] of Object.entries(files)) {
    const name = path.replace(/^\/+/, '');
    const same = Object.keys(all).find((each) => each === name) ?? Object.keys(all).find((each) => each.endsWith(`/${name}`));
    all[same ?? (name.includes('.') ? name : `${name}.bas`)] = text;
  }
  return all;
}

function caseOf(texts: PackageTexts, { case: name, of }: SandboxRequest): Pick<Rehearsal, 'of' | 'transcript'> | Sandboxed {
  if (name === undefined) return { of };
  const cases = casesIn(texts);
  const found = cases.find((each) => each.name === name);
  if (!found) return { kind: 'unknown', what: 'case', name, known: cases.map((each) => each.name) };
  const text = texts[found.path] as string;
  try {
    if (found.kind === 'case') return { of: { ...parseCase(text), ...of } };
    return { of: { ...(found.script !== undefined && { script: found.script }), ...of }, transcript: parseTranscript(text) };
  } catch (error) {
    if (error instanceof CaseError || error instanceof TranscriptError)
      return { kind: 'unreadable', file: found.path, message: error.message };
    throw error;
  }
}
