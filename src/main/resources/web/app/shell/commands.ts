import { forgetKey, key } from '../api/key';
import { isSignedIn, signOut } from '../api/sign-in';
import { isDark, nextTheme } from '../look/theme';
import { adjust, go, href, route } from '../route/router';
import { idIn } from '../route/url';
import { now } from '../time/clock';
import { parseSpan } from '../time/duration';
import { zone, zoneChoices, zoneName } from '../time/zone';

/** Something the palette can do. */
export interface Command {
  readonly group: string;
  readonly text: string;
  /** What is known of it besides, on the right. */
  readonly more?: string;
  /** Stays at the end, whatever else fits better. */
  readonly last?: boolean;
  run(): void;
}

const SCREENS = ['executions', 'analytics', 'compare', 'retention', 'help'] as const;

export function screens(): Command[] {
  return SCREENS.map((place) => ({
    group: 'Go to',
    text: place[0]?.toUpperCase() + place.slice(1),
    run: () => go(href(place)),
  }));
}

/** What can be done here and now. */
export function actions(): Command[] {
  const all: Omit<Command, 'group'>[] = [
    { text: isDark() ? 'Light theme' : 'Dark theme', more: 't', run: nextTheme },
    ...zoneChoices(now())
      .filter((it) => it.name !== zoneName())
      .map((it) => ({
        text: `Times in ${it.name}`,
        more: it.offset,
        run: () => (zone.value = it.value),
      })),
    ...freeze(),
    ...leave(),
  ];
  return all.map((it) => ({ group: 'Do', ...it }));
}

function leave(): Omit<Command, 'group'>[] {
  if (!key.value) return [];
  // Signed out it is here in any case; the provider may be away.
  if (isSignedIn()) return [{ text: 'Sign out', run: () => void signOut().catch(() => {}) }];
  return [{ text: 'Forget the API key', run: forgetKey }];
}

/** A range that moves with time becomes one that stays: what others see by the link is the same. */
function freeze(): Omit<Command, 'group'>[] {
  const last = route.value.query.get('last') ?? '';
  const span = parseSpan(last);
  if (span === null) return [];
  const to = now();
  const at = (ms: number) => new Date(ms).toISOString();
  return [
    {
      text: `Freeze the last ${last} as they are now`,
      run: () => adjust({ last: '', from: at(to - span), to: at(to) }, true),
    },
  ];
}

/** What was typed taken by its word: an id, pasted; or words to search for. */
export function literally(typed: string): Command[] {
  const text = typed.trim();
  if (text === '') return [];
  const id = idIn(text);
  if (id) {
    return [{ group: 'Open', text: `Execution ${id}`, run: () => go(href('execution', id)) }];
  }
  return [
    {
      group: 'Look for',
      text: `Executions with the words ${text}`,
      last: true,
      run: () => go(href('executions', '', { q: text })),
    },
  ];
}
