/** The audit log as its keepers see it: what people do goes in before it is done, and it can be verified as a whole. */
export interface AuditReport {
  readonly ok: boolean;
  readonly chains: number;
  readonly flushes: number;
  readonly rows: number;
  /** Heads in the file that the log was held against. */
  readonly noted: number;
  /** In order; the first tells where to look. */
  readonly broken: readonly BrokenPlace[];
}

export interface BrokenPlace {
  /** altered: a row there, or rows before it. cut: the end of the chain is gone. notes: the file of heads itself. */
  readonly kind: 'altered' | 'cut' | 'notes';
  readonly node: string;
  readonly epoch?: number;
  readonly flush?: number;
  readonly message: string;
}

export interface RecordedAct {
  readonly what: 'operator' | 'grant';
  readonly subject: string;
  readonly bot: string;
  readonly run?: string;
  readonly actor: string;
  /** What exactly was asked for; only its digest is kept. */
  readonly args: unknown;
}

export interface AuditDesk {
  /** Resolves when it is on disk; only then may the act be done. */
  record(act: RecordedAct): Promise<void>;
  verify(): Promise<AuditReport>;
}
