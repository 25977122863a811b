import { BASE } from '../route/router';
import { key, keyWanted } from './key';
import { problemOf } from './problem';

/** Asks the service to change something; gives the JSON of the answer, where there is one. */
export async function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const asker = key.value;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (asker) headers['Authorization'] = `Bearer ${asker}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const answer = await fetch(`${BASE}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    credentials: 'same-origin',
  });
  if (!answer.ok) {
    if (answer.status === 401 && asker === key.value) keyWanted.value = true;
    throw await problemOf(answer);
  }
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
