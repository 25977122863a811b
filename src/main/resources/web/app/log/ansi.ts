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

interface Style {
  bold: boolean;
  dim: boolean;
  underline: boolean;
  inverse: boolean;
  ink: number;
  ground: number;
}

const NONE = -1;

const PLAIN: Style = {
  bold: false,
  dim: false,
  underline: false,
  inverse: false,
  ink: NONE,
  ground: NONE,
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
      const wanted = few ? (codes[i + 2] ?? 16) : 16;
      style[code === 38 ? 'ink' : 'ground'] = wanted < 16 ? wanted : NONE;
      i += few ? 2 : 4;
    } else one(style, code);
  }
}

function one(style: Style, code: number): void {
  if (code === 0) Object.assign(style, PLAIN);
  else if (code === 1) style.bold = true;
  else if (code === 2) style.dim = true;
  else if (code === 4) style.underline = true;
  else if (code === 7) style.inverse = true;
  else if (code === 22) style.bold = style.dim = false;
  else if (code === 24) style.underline = false;
  else if (code === 27) style.inverse = false;
  else if (code >= 30 && code <= 37) style.ink = code - 30;
  else if (code === 39) style.ink = NONE;
  else if (code >= 40 && code <= 47) style.ground = code - 40;
  else if (code === 49) style.ground = NONE;
  else if (code >= 90 && code <= 97) style.ink = code - 82;
  else if (code >= 100 && code <= 107) style.ground = code - 92;
}

/** Bright colours are the same ones of our palette; bright black is what others call grey. */
function look(style: Style): string {
  const ink = style.inverse ? NONE : style.ink;
  const ground = style.inverse ? Math.max(0, style.ink) : style.ground;
  const names = [
    style.bold ? 'a-bold' : '',
    style.dim ? 'a-dim' : '',
    style.underline ? 'a-line' : '',
    ink !== NONE ? `a-ink a-${ink % 8}` : '',
    ground !== NONE ? `a-ground g-${ground % 8}` : '',
  ];
  return names.filter((it) => it).join(' ');
}
