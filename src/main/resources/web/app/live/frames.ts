import type { ExecutionItem, LogLine, Step } from '../api/types';

/** The frames of the live channel. What we send: */
export type Subscription =
  | { topic: 'executions'; filter: Record<string, unknown>; snapshot: number }
  | { topic: 'execution'; execution: string; snapshot: true }
  | { topic: 'logs'; execution: string; afterSequence: number; filter?: { level: string } };

/** A change: it carries the new state, not the difference. */
export interface LiveEvent {
  readonly kind: string;
  readonly execution?: string;
  readonly version?: number;
  readonly at: string;
  readonly item?: ExecutionItem | Step;
  readonly step?: string;
  readonly attempt?: number;
  readonly leaves?: boolean;
}

/** And what we are sent: */
export type Frame =
  | { type: 'welcome'; heartbeatMs: number; maxSubscriptions: number; serverTime: string }
  | {
      type: 'snapshot';
      id: string;
      cursor: string;
      items?: ExecutionItem[];
      execution?: ExecutionItem;
      steps?: Step[];
    }
  | { type: 'resumed'; id: string }
  | { type: 'reset'; id: string; reason: string }
  | { type: 'events'; id: string; events: LiveEvent[]; cursor?: string }
  | { type: 'logs'; id: string; lines: LogLine[]; afterSequence: number }
  | { type: 'gap'; id: string; fromSequence: number }
  | { type: 'bookmark'; id: string; cursor: string }
  | { type: 'error'; id: string; problem: { status: number; title: string; detail?: string } };

/** What somebody who watches is told. */
export interface Watcher {
  snapshot?(frame: Extract<Frame, { type: 'snapshot' }>): void;
  /** What is held is no longer to be built upon: a snapshot follows. */
  reset?(): void;
  events?(events: readonly LiveEvent[]): void;
  logs?(lines: readonly LogLine[]): void;
  gap?(fromSequence: number): void;
  /** The channel cannot be opened: what is held is to be asked for by other means. */
  poll?(): void;
  failed?(problem: { status: number; title: string; detail?: string }): void;
}
