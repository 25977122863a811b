/** Where in the dashboard somebody is, as it stands in the address. */
export type Place =
  'executions' | 'execution' | 'logs' | 'analytics' | 'compare' | 'retention' | 'help' | 'nowhere';

export interface Route {
  readonly place: Place;
  /** Of an execution: its id, or `ext:` and its external one. */
  readonly id: string;
  readonly query: ReadonlyMap<string, string>;
  /** A place within the screen, without its `#`: `L1042` is a line of a log. */
  readonly hash: string;
}

/** By the first segment; names that every object has are none of these. */
const PLACES = new Map<string, Place>([
  ['', 'executions'],
  ['executions', 'executions'],
  ['analytics', 'analytics'],
  ['compare', 'compare'],
  ['retention', 'retention'],
  ['help', 'help'],
]);

/** Reads a path below `/ui/`, a query with its `?` and a fragment with its `#`. */
export function decode(path: string, search: string, fragment = ''): Route {
  const [first = '', second = '', ...rest] = path.split('/').map(safely);
  const query = new Map(new URLSearchParams(search));
  const hash = safely(fragment.slice(1));
  if (first === 'executions' && second !== '') {
    if (rest.length === 0) return { place: 'execution', id: second, query, hash };
    if (rest.length === 1 && rest[0] === 'logs') return { place: 'logs', id: second, query, hash };
  }
  const place = second === '' && rest.length === 0 ? PLACES.get(first) : undefined;
  return { place: place ?? 'nowhere', id: '', query, hash };
}

/** Writes what {@link decode} reads; empty values are left out, names are in a fixed order. */
export function encode(place: Place, id: string, query: ReadonlyMap<string, string>): string {
  const search = [...query]
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${readable(value)}`)
    .join('&');
  return path(place, id) + (search ? `?${search}` : '');
}

function path(place: Place, id: string): string {
  switch (place) {
    case 'executions':
      return '';
    case 'execution':
      return `executions/${encodeId(id)}`;
    case 'logs':
      return `executions/${encodeId(id)}/logs`;
    default:
      return place;
  }
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The id that a text is, ours or an external one behind `ext:`; empty where it is none. */
export function idIn(text: string): string {
  if (UUID.test(text)) return text.toLowerCase();
  return /^ext:./.test(text) ? text : '';
}

/** As one segment of a path; the colon of `ext:` stays as it is. */
export function encodeId(id: string): string {
  return encodeURIComponent(id).replaceAll('%3A', ':');
}

/** Commas and colons need no escape in a query, and are easier on the eye. */
function readable(value: string): string {
  return encodeURIComponent(value).replaceAll('%2C', ',').replaceAll('%3A', ':');
}

function safely(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
