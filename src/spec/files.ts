/**
 * What people made of a package's files: each save as a version, and which states of a package are held back from going
 * live until somebody publishes. The files themselves are the truth; these rows tell how they came to be.
 */

/** One save of one file. `number` ascends within a bot. */
export interface FileVersion {
  readonly bot: string;
  readonly number: number;
  /** Within the package folder, parted by `/`. */
  readonly path: string;
  /** Hex digest of the bytes; absent where the file was deleted. */
  readonly hash?: string;
  /** Empty where nobody of ours wrote it. */
  readonly author: string;
  /** What was done: `moved step 3 after 5`. */
  readonly sentence: string;
  /** When the first of the saves folded into it came. */
  readonly at: number;
  /** The version that went live with it. */
  readonly version?: string;
}

export interface FileChange {
  readonly bot: string;
  readonly path: string;
  /** null: deleted. */
  readonly content: { readonly hash: string; readonly text: string } | null;
  readonly author: string;
  readonly sentence: string;
  /** Where it is live already. */
  readonly version?: string;
}

export interface FileHistory {
  /**
   * The newest version of that path takes it in where it has the same author, is not live and is younger than `foldMs`;
   * else it is a version of its own. Answers its number.
   */
  record(change: FileChange, foldMs: number): Promise<number>;
  /** Newest first. */
  list(filter: {
    readonly bot: string;
    readonly path?: string;
    /** The number of the last one already seen. */
    readonly before?: number;
    readonly limit: number;
  }): Promise<readonly FileVersion[]>;
  find(bot: string, number: number): Promise<(FileVersion & { readonly text?: string }) | undefined>;
  /** The text that once stood there under this hash. */
  text(bot: string, path: string, hash: string): Promise<string | undefined>;
  /** The newest of each path, by path. */
  newest(bot: string): Promise<readonly FileVersion[]>;
  /** The newest of each path went live with this version, if none did before. */
  published(bot: string, version: string): Promise<void>;
  /** A package whose content has this digest does not go live by itself. */
  hold(bot: string, content: string): Promise<void>;
  /** All of them but one. */
  release(bot: string, except?: string): Promise<void>;
  /** Digests, by bot. */
  held(): Promise<readonly { readonly bot: string; readonly content: string }[]>;
  /** How many versions `prune` would delete. */
  count(before: number): Promise<number>;
  /** Deletes so many versions from before then; the newest of a path and what went live stay. Answers how many. */
  prune(batch: { readonly before: number; readonly limit: number }): Promise<number>;
}
