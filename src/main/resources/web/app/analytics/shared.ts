import type { Scope } from './scope';

/** Several panels tell of the same: it is asked for once, by whoever comes first. */
export function shared<T>(load: (scope: Scope) => Promise<T>): (scope: Scope) => Promise<T> {
  // Of two scopes at most: of a whole range, and of the later part of it.
  const answers = new Map<string, Promise<T>>();
  return (scope) => {
    const before = answers.get(scope.key);
    if (before) return before;
    for (const oldest of answers.keys()) if (answers.size > 1) answers.delete(oldest);
    const answer = load(scope);
    answers.set(scope.key, answer);
    answer.catch(() => answers.delete(scope.key));
    return answer;
  };
}
