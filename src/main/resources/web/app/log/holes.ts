import type { Page } from '../api/types';
import type { Line } from './requests';
import type { Hole } from './segments';

const PAGE = 500;
const MOST_TRIES = 24;

type Ask = (query: Record<string, string | number>) => Promise<Page<Line>>;

export interface Found {
  readonly row: number;
  readonly lines: readonly Line[];
}

/**
 * Reads the lines around a row of a hole. The service pages by sequence, not by row: at the edges of
 * the hole the two are tied; in its middle the sequence is guessed, and a count of the lines before
 * it tells the row, until the page holds the row that is wanted.
 */
export async function fetchAround(row: number, hole: Hole, ask: Ask): Promise<Found> {
  let { from, end, low, high } = hole;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    if (row - from < PAGE) {
      const page = await ask({ afterSequence: low, beforeSequence: high, limit: PAGE });
      return { row: from, lines: page.items };
    }
    // Sequences that are spread unevenly mislead each guess: every third one halves instead.
    const part = tries % 3 === 0 ? 0.5 : (row + PAGE / 2 - from + 1) / (end - from + 1);
    const near = Math.max(low + 2, low + Math.round(part * (high - low)));
    const at = end - row <= PAGE ? high : Math.min(high, near);
    const page = await ask({ beforeSequence: at, order: 'desc', limit: PAGE, count: 'exact' });
    const rank = page.total ?? 0;
    const first = rank - page.items.length;
    if (row >= first && row < rank) return { row: first, lines: [...page.items].reverse() };
    if (rank <= row) {
      low = at - 1;
      from = rank;
    } else {
      high = (page.items.at(-1) as Line).sequence;
      end = first;
    }
  }
  return { row, lines: [] };
}
