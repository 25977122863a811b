/** How well a text fits what was typed; null if one of the words does not stand in it. */
export function fit(typed: string, text: string): number | null {
  const lower = ` ${text.toLowerCase()}`;
  let score = -text.length / 100;
  for (const word of wordsOf(typed)) {
    const at = lower.indexOf(word);
    if (at < 0) return null;
    // One that begins a word is more likely to be meant.
    score += /[\p{L}\p{N}]/u.test(lower[at - 1] as string) ? 1 : 3;
  }
  return score;
}

/** A text in pieces, of which each second one is a word that was typed. */
export function pieces(typed: string, text: string): string[] {
  const words = wordsOf(typed).map((it) => it.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&'));
  return words.length > 0 ? text.split(new RegExp(`(${words.join('|')})`, 'i')) : [text];
}

function wordsOf(typed: string): string[] {
  return typed.toLowerCase().split(/\s+/).filter(Boolean);
}
