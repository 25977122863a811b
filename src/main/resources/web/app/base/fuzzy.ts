/** How well a text fits what was typed, and which of its letters do. */
export interface Fit {
  readonly score: number;
  readonly at: ReadonlySet<number>;
}

const NONE: Fit = { score: 0, at: new Set() };

/**
 * Whether all letters of what was typed stand in a text, in their order. Letters that follow each
 * other, and those that begin a word, count for more; a short text for more than a long one.
 */
export function fuzzy(typed: string, text: string): Fit | null {
  const wanted = typed.toLowerCase().replaceAll(/\s+/g, '');
  if (wanted === '') return NONE;
  const lower = text.toLowerCase();
  const whole = lower.indexOf(typed.trim().toLowerCase());
  if (whole >= 0) {
    const at = new Set(Array.from({ length: typed.trim().length }, (_, i) => whole + i));
    return { score: 100 + (begins(text, whole) ? 50 : 0) - text.length / 100, at };
  }
  const at = new Set<number>();
  let score = 0;
  let from = 0;
  for (const letter of wanted) {
    const found = lower.indexOf(letter, from);
    if (found < 0) return null;
    score += (at.has(found - 1) ? 5 : 0) + (begins(text, found) ? 3 : 0) - (found - from) / 20;
    at.add(found);
    from = found + 1;
  }
  return { score: score - text.length / 100, at };
}

function begins(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] as string);
}
