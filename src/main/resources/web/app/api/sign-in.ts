import { Signal } from '../base/signal';
import { BASE, land } from '../route/router';
import { forgetKey, key, keyWanted, useKey } from './key';
import { asProblem, Problem, problemOf } from './problem';

/** What the service says of signing in. */
export interface Offer {
  readonly offered: boolean;
  /** Whether keys are taken as well. */
  readonly keys?: boolean;
  readonly clientId?: string;
  readonly scope?: string;
  readonly authorization?: string;
  readonly endSession?: string | null;
}

/** What the page leaves behind when it goes to the provider, and finds when it comes back. */
interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where somebody was. */
  readonly from: string;
}

interface Session {
  readonly token: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
}

const PATH = `${BASE}/ui/sign-in`;
const BEGUN = 'hindsight.sign-in';
const SESSION = 'hindsight.session';
const EARLY_MS = 30_000;
/** Whatever the clock of this computer says: one that is ahead sees every token expired. */
const SOONEST_MS = 15_000;
const LONGEST_MS = 2 ** 31 - 1;

/** Whether the page has come back from the provider and waits for its token. */
export const signingIn = new Signal<boolean>(location.pathname === PATH);

/** Why nobody was signed in. */
export const signInFault = new Signal<string>('');

/** Whether the key is a token of somebody who signed in. */
export function isSignedIn(): boolean {
  return read<Session>(SESSION)?.token === key.value && key.value !== '';
}

/** Asks whether the service offers to sign in. */
export async function offer(): Promise<Offer> {
  const answer = await fetch(`${PATH}/offer`, { cache: 'no-store', credentials: 'same-origin' });
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as Offer;
}

/** Goes to the provider, which leads back here. */
export async function signIn({ authorization, clientId, scope }: Offer): Promise<void> {
  const begun: Begun = {
    state: random(),
    nonce: random(),
    verifier: random(),
    from: location.pathname + location.search + location.hash,
  };
  const verified = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier));
  write(BEGUN, begun);
  const address = new URL(String(authorization));
  const query = {
    response_type: 'code',
    client_id: String(clientId),
    redirect_uri: location.origin + PATH,
    scope: String(scope),
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: encoded(new Uint8Array(verified)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  location.assign(address);
}

/** Makes a token of what the provider sent along, if it led here; begins to renew one, if there is one. */
export async function startSession(): Promise<void> {
  if (!signingIn.value) {
    const session = read<Session>(SESSION);
    if (session && session.token === key.value) renewLater(session);
    return;
  }
  const query = new URLSearchParams(location.search);
  const begun = read<Begun>(BEGUN);
  write(BEGUN, null);
  try {
    // A code that somebody else began would sign in whoever that is.
    if (!begun || query.get('state') !== begun.state) {
      throw refused('The sign-in was not begun in this tab.');
    }
    const code = query.get('code');
    if (!code) throw refused(`The provider let nobody in: ${query.get('error') ?? 'no code'}.`);
    const { verifier, nonce } = begun;
    take(await exchange({ code, verifier, nonce, redirectUri: location.origin + PATH }));
  } catch (thrown) {
    signInFault.value = asProblem(thrown).message;
    keyWanted.value = true;
  }
  land(begun?.from ?? `${BASE}/ui/`);
  signingIn.value = false;
}

function refused(why: string): Problem {
  return new Problem(0, '', why, '', '');
}

/** Forgets the token, here and at the provider, as far as that is told. */
export async function signOut(): Promise<void> {
  const session = read<Session>(SESSION);
  write(SESSION, null);
  forgetKey();
  const { endSession, clientId } = await offer();
  if (!endSession) return;
  const address = new URL(endSession);
  address.searchParams.set('client_id', String(clientId));
  address.searchParams.set('post_logout_redirect_uri', `${location.origin}${BASE}/ui/`);
  if (session?.idToken) address.searchParams.set('id_token_hint', session.idToken);
  location.assign(address);
}

async function exchange(order: Record<string, string>): Promise<Session> {
  const answer = await fetch(`${PATH}/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(order),
    credentials: 'same-origin',
  });
  if (!answer.ok) throw await problemOf(answer);
  return (await answer.json()) as Session;
}

function take(session: Session): void {
  write(SESSION, session);
  signInFault.value = '';
  useKey(session.token, false);
  renewLater(session);
}

/** Shortly before the token expires, if the provider gave something to renew it with. */
function renewLater(session: Session): void {
  const { refreshToken, token, idToken } = session;
  if (!refreshToken) return;
  const wait = Math.max(SOONEST_MS, expiry(token) - Date.now() - EARLY_MS);
  setTimeout(
    () => {
      if (key.value !== token) return;
      exchange({ refreshToken }).then(
        (next) =>
          take({
            token: next.token,
            refreshToken: next.refreshToken ?? refreshToken,
            idToken: next.idToken ?? idToken,
          }),
        // What the token is good for still, it is; then the service asks for another.
        () => {},
      );
    },
    Math.min(wait, LONGEST_MS),
  );
}

/** When a token expires; it is read, not trusted: the service looks itself. */
function expiry(token: string): number {
  try {
    const part = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    return Number((JSON.parse(atob(part)) as { exp?: number }).exp ?? 0) * 1_000;
  } catch {
    return 0;
  }
}

function random(): string {
  return encoded(crypto.getRandomValues(new Uint8Array(32)));
}

function encoded(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function read<T>(name: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

/** As long as the tab lives, and in no other one. */
function write(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Storage is switched off: whoever comes back is not recognized, and told so.
  }
}
