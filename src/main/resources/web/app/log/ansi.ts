/** A part of a line that looks the same throughout; `look` are names of classes. */
export interface Piece {
  readonly text: string;
  readonly look: string;
}

/**
 * What terminals obey and do not show: control sequences (of which those that end in `m` tell
 * colours), titles and links up to their end, shorter escapes, other control characters; and those
 * that turn the direction of what follows.
 */
const ESCAPES =
  // eslint-disable-next-line no-control-regex
  /\x1b(?:\[([0-?]*)[ -/]*([@-~])|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])?|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g;

/** Names of classes, by what they tell; empty where nothing special is told. */
const PLAIN = { bold: '', dim: '', line: '', inverse: '', ink: '', ground: '' };

type Style = typeof PLAIN;

const CODES: Record<number, Partial<Style>> = {
  0: PLAIN,
  1: { bold: 'a-bold' },
  2: { dim: 'a-dim' },
  4: { line: 'a-line' },
  7: { inverse: 'a-ground' },
  22: { bold: '', dim: '' },
  24: { line: '' },
  27: { inverse: '' },
  39: { ink: '' },
  49: { ground: '' },
};

/** Reads the colours of a line; everything else that a terminal would obey is dropped. */
export function pieces(message: string): Piece[] {
  const text = message.replace(/\r\n?/g, '\n');
  const all: Piece[] = [];
  const style = { ...PLAIN };
  let from = 0;
  for (const found of text.matchAll(ESCAPES)) {
    if (found.index > from) all.push({ text: text.slice(from, found.index), look: look(style) });
    from = found.index + found[0].length;
    if (found[2] === 'm') apply(style, found[1] ?? '');
  }
  if (from < text.length) all.push({ text: text.slice(from), look: look(style) });
  return all;
}

/** A line as it is read: without its colours. */
export function plain(message: string): string {
  return message.replace(/\r\n?/g, '\n').replace(ESCAPES, '');
}

function apply(style: Style, parameters: string): void {
  const codes = parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if (code === 38 || code === 48) {
      // Of the larger palettes only the first sixteen colours are ours; the rest is skipped.
      const few = codes[i + 1] === 5;
      colour(style, code, few ? Number(codes[i + 2]) : 16);
      i += few ? 2 : 4;
    } else if (code in CODES) Object.assign(style, CODES[code]);
    else if (code % 10 < 8) colour(style, code % 60, code % 10);
  }
}

/** Bright colours are the same ones of our palette; bright black is what others call grey. */
function colour(style: Style, code: number, which: number): void {
  const known = which < 16;
  if (code >= 30 && code < 40) style.ink = known ? `a-ink a-${which % 8}` : '';
  else if (code >= 40 && code < 50) style.ground = known ? `a-ground g-${which % 8}` : '';
}

function look(style: Style): string {
  return Object.values(style).filter(Boolean).join(' ');
}
