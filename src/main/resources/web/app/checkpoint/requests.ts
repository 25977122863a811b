import { ask, get } from '../api/client';
import type { Json, Page } from '../api/types';
import { encodeId } from '../route/url';

/** What an execution takes of one kind. */
export interface Stored {
  readonly kind: string;
  readonly rows: number;
  readonly bytes: number;
}

/** By node and key. */
export type Artifacts = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface Snapshot {
  readonly snapshot: string;
  readonly bytes: number;
  readonly createdAt: string;
}

/** How many snapshots are listed. */
export const NEWEST = 10;

/** Beyond so many bytes nothing is shown, but given as a file. */
const LARGE = 1_048_576;

function path(id: string, rest: string): string {
  return `/executions/${encodeId(id)}/${rest}`;
}

export const requests = {
  /** What there is, before any of it is asked for. */
  stored: async (id: string): Promise<ReadonlyMap<string, Stored>> => {
    const { items } = await get<{ items: Stored[] }>(path(id, 'storage'));
    return new Map(items.map((it) => [it.kind, it]));
  },
  artifacts: (id: string) => get<Artifacts>(path(id, 'artifacts')),
  snapshots: async (id: string): Promise<readonly Snapshot[]> =>
    (await get<Page<Snapshot>>(path(id, 'snapshots'), [['limit', String(NEWEST)]])).items,
  /** As it was stored, to the last digit. */
  file: (id: string, rest: string) => ask(path(id, rest)),
};

/** The text of an answer; null where it is none, or a long one. */
export async function shortText(answer: Response): Promise<string | null> {
  const reader = answer.body?.getReader();
  const parts: BlobPart[] = [];
  for (let size = 0; ;) {
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    parts.push(piece.value);
    size += piece.value.length;
    if (size > LARGE) {
      await reader?.cancel();
      return null;
    }
  }
  const bytes = await new Blob(parts).arrayBuffer();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
