/** What a text holds that is no text: its type, and how many bytes it is. */
export interface Encoded {
  readonly type: string;
  readonly bytes: number;
}

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=-]+)*;base64,/;
const LEAST = 256;

/** Base64, as far as it can be told by looking at some of it. */
export function encoded(text: string): Encoded | null {
  if (text.length < LEAST) return null;
  const url = DATA_URL.exec(text.slice(0, 200));
  const body = url ? text.length - url[0].length : text.length;
  if (!url) {
    const looks = text.length % 4 === 0 && /^[A-Za-z0-9+/]+$/.test(text.slice(0, 2_048));
    if (!looks || !/^[A-Za-z0-9+/]*={0,2}$/.test(text.slice(-64))) return null;
  }
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = Math.floor((body * 3) / 4) - padding;
  return { type: url?.[1] ?? typeOf(text), bytes };
}

const STARTS: readonly (readonly [string, string])[] = [
  ['iVBORw0KGgo', 'image/png'],
  ['/9j/', 'image/jpeg'],
  ['R0lGOD', 'image/gif'],
  ['JVBERi0', 'application/pdf'],
  ['UEsDB', 'application/zip'],
  ['H4sI', 'application/gzip'],
];

function typeOf(text: string): string {
  return STARTS.find(([start]) => text.startsWith(start))?.[1] ?? 'binary';
}
