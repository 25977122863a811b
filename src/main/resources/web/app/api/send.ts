import { ask } from './client';

/** Asks the service to change something; gives the JSON of the answer, where there is one. */
export async function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const json = { 'Content-Type': 'application/json', Accept: 'application/json' };
  const answer = await ask(path, json, undefined, { method, body: JSON.stringify(body) ?? null });
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}
