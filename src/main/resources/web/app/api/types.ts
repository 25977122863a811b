/** The shapes of the API that the dashboard reads; api-wide words are explained in its document. */
export type Status =
  | 'pending'
  | 'running'
  | 'completed'
  | 'failed'
  | 'cancelled'
  | 'timed_out'
  | 'crashed'
  | 'skipped';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total?: number;
  readonly totalIsCapped?: boolean;
}

export interface RecordedError {
  readonly message?: string;
  readonly type?: string;
  readonly code?: string;
  readonly stack?: string;
}

/** An execution as it stands in lists. */
export interface ExecutionItem {
  readonly id: string;
  readonly externalId: string | null;
  readonly version: number;
  readonly workflowId: string;
  readonly workflowName: string | null;
  readonly workflowVersion: string | null;
  readonly status: Status;
  readonly statusReason: string | null;
  readonly queuedAt: string | null;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly durationMs: number | null;
  readonly createdAt: string;
  readonly importedAt: string | null;
  readonly attempt: number;
  readonly replayOf: string | null;
  readonly trigger: { readonly type: string } | null;
  readonly error: RecordedError | null;
  readonly labels: Readonly<Record<string, string>> | null;
  readonly pinned: boolean;
  readonly archived: boolean;
  readonly dagHash: string | null;
  readonly rootExecutionId: string | null;
  readonly deletedAt: string | null;
}

export interface Notice {
  readonly kind: 'truncated' | 'redacted' | 'sanitized' | 'clock-skew';
  readonly pointer: string;
  readonly originalBytes?: number;
}

export interface Execution extends ExecutionItem {
  readonly input?: Json;
  readonly output?: Json;
  readonly metadata?: Json;
  readonly notices?: readonly Notice[];
  readonly payloadExpired?: boolean;
  readonly payloadWithheld?: boolean;
}

export interface Step {
  readonly key: string;
  readonly attempt: number;
  readonly version: number;
  readonly nodeId: string;
  readonly nodeType: string | null;
  readonly nodeName: string | null;
  readonly iteration: number | null;
  readonly parentKey: string | null;
  readonly dependsOn?: readonly string[] | null;
  readonly status: Status;
  readonly queuedAt: string | null;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly durationMs: number | null;
  readonly error: RecordedError | null;
  readonly input?: Json;
  readonly output?: Json;
  readonly metadata?: Json;
  readonly notices?: readonly Notice[];
  readonly payloadWithheld?: boolean;
}

/** All steps of an execution, one array for each property. */
export interface TimelineColumns {
  readonly names: readonly string[];
  readonly key: readonly string[];
  readonly attempt: readonly number[];
  readonly parent: readonly (string | null)[];
  readonly name: readonly number[];
  readonly status: readonly Status[];
  readonly queued: readonly (string | null)[];
  readonly start: readonly (string | null)[];
  readonly end: readonly (string | null)[];
  readonly iteration: readonly (number | null)[];
}

export interface LogLine {
  readonly sequence: number;
  readonly timestamp: string;
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
  readonly type: string | null;
  readonly stepKey: string | null;
  readonly message: string;
}

export type LogPage = Page<LogLine>;

export interface Counts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly timedOut: number;
  readonly crashed: number;
}

/** A workflow, how often it ran and how long it takes. */
export interface Workflow {
  readonly workflowId: string;
  readonly workflowName: string | null;
  readonly counts: Counts;
  readonly p95DurationMs: number | null;
}

export interface StatsBucket extends Counts {
  readonly start: string;
}
