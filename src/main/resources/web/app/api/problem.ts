/** What the service says went wrong (RFC 9457), with the id by which its log tells more. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail || title);
  }

  get isGone(): boolean {
    return this.status === 410;
  }
}

export async function problemOf(answer: Response): Promise<Problem> {
  const id = answer.headers.get('X-Request-Id') ?? '';
  try {
    const body = (await answer.json()) as Record<string, unknown>;
    return new Problem(
      answer.status,
      String(body['type'] ?? ''),
      String(body['title'] ?? answer.statusText),
      String(body['detail'] ?? ''),
      id,
      body,
    );
  } catch {
    return new Problem(answer.status, '', `The service answered ${answer.status}`, '', id);
  }
}

/** Anything that was thrown, as something to show. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, '', 'The service cannot be reached', '', '');
}
