/** What the keys of a log do, wherever the focus is on its screen. */
export interface Keyed {
  jump(by: 1 | -1): Promise<void>;
  follow(): void;
  focusSearch(): boolean;
}

export function keysOf(log: () => Keyed | null): Record<string, () => void> {
  return {
    n: () => void log()?.jump(1),
    N: () => void log()?.jump(-1),
    l: () => log()?.follow(),
    '/': () => void log()?.focusSearch(),
  };
}

/** The first press of the browser's search is ours; the second, when our field has the focus, is not. */
export function findKey(event: KeyboardEvent, log: Keyed | null): void {
  const wanted = (event.ctrlKey || event.metaKey) && event.key === 'f' && !event.shiftKey;
  if (wanted && !event.defaultPrevented && log?.focusSearch()) event.preventDefault();
}

/** By how many rows a key moves; undefined for one that does not. */
export function rowsBy(key: string, page: number): number | undefined {
  const moves: Record<string, number> = {
    ArrowDown: 1,
    j: 1,
    ArrowUp: -1,
    k: -1,
    PageDown: page,
    PageUp: -page,
    Home: -Infinity,
    End: Infinity,
  };
  return moves[key];
}
