/** Deleting the history of what ended long ago. */
export interface Retention {
  /** Runs that ended before then and still have their history. */
  count(before: number): Promise<number>;
  /** Deletes the history of so many of them, in the order of their ids; `last` is where to go on. */
  prune(batch: {
    readonly before: number;
    readonly after?: string;
    readonly limit: number;
  }): Promise<{ readonly pruned: number; readonly last?: string }>;
}
