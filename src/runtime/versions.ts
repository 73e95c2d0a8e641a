/** Versions with their programs and grants, loaded once and kept: a run finds everything it calls without waiting. */
import type { Packages, Program, Version } from '../spec/index.ts';
import { type Grants, grantsOf } from './door/index.ts';
import type { Linker } from './machine.ts';

export interface LoadedVersion {
  readonly version: Version;
  readonly linker: Linker;
  /** As they are at this moment: what was granted or taken back meanwhile counts at the next act. */
  readonly grants: Grants;
}

export interface VersionTerms {
  /** What the operator granted this bot beyond its policy; the same list until it changes. */
  readonly grants: (bot: string) => readonly string[];
  /** `serve --policy strict`: no version gets a softer one. */
  readonly strict: boolean;
}

const KEPT = 256;

export class Versions {
  readonly #packages: Pick<Packages, 'version' | 'program'>;
  readonly #terms: VersionTerms;
  readonly #loaded = new Map<string, Promise<LoadedVersion | undefined>>();

  constructor(packages: Pick<Packages, 'version' | 'program'>, terms: VersionTerms) {
    this.#packages = packages;
    this.#terms = terms;
  }

  get(id: string): Promise<LoadedVersion | undefined> {
    const known = this.#loaded.get(id);
    if (known) {
      // The most recently used stands last.
      this.#loaded.delete(id);
      this.#loaded.set(id, known);
      return known;
    }
    const loading = this.#load(id);
    this.#loaded.set(id, loading);
    loading.catch(() => this.#loaded.delete(id));
    if (this.#loaded.size > KEPT) this.#loaded.delete(this.#loaded.keys().next().value as string);
    return loading;
  }

  async #load(id: string): Promise<LoadedVersion | undefined> {
    const version = await this.#packages.version(id);
    if (!version) return undefined;
    const programs = new Map<string, Program>();
    await Promise.all(
      Object.entries(version.programs).map(async ([script, hash]) => {
        const program = await this.#packages.program(hash);
        if (program) programs.set(script.toLowerCase(), program);
      }),
    );
    const variables = new Map(Object.entries(version.variables).map(([name, value]) => [name.toLowerCase(), value]));
    const policy = this.#terms.strict ? 'strict' : version.policy;
    const current = grantsNow(policy, () => this.#terms.grants(version.bot));
    return {
      version: { ...version, policy },
      linker: {
        program: (script) => programs.get(script.toLowerCase()),
        variable: (name) => variables.get(name.toLowerCase()) ?? null,
      },
      get grants() {
        return current();
      },
    };
  }
}

/** Made again only when the list is another: an act costs no more than a comparison. */
function grantsNow(policy: Version['policy'], listed: () => readonly string[]): () => Grants {
  let list = listed();
  let grants = grantsOf(policy, list);
  return () => {
    const now = listed();
    if (now !== list) {
      list = now;
      grants = grantsOf(policy, now);
    }
    return grants;
  };
}
