import { asProblem } from '../api/problem';
import { save } from '../base/save';
import { Signal } from '../base/signal';
import { plain } from './ansi';
import { lines, type Line, type LineFilter } from './requests';

const PAGE = 1_000;

/** The lines that pass a filter as a file of text, read a page at a time. */
export class Download {
  readonly changed = new Signal<string>('');
  #abort: AbortController | null = null;

  get running(): boolean {
    return this.#abort !== null;
  }

  stop(): void {
    this.#abort?.abort();
    this.#end('');
  }

  #end(told: string): void {
    this.#abort = null;
    this.changed.value = told;
  }

  async start(execution: string, name: string, filter: LineFilter, total: number): Promise<void> {
    const { signal } = (this.#abort = new AbortController());
    this.changed.value = '0 % read';
    try {
      const parts: Blob[] = [];
      let after = -1;
      for (let done = 0; ;) {
        const page = await lines(execution, filter, { afterSequence: after, limit: PAGE }, signal);
        parts.push(new Blob([page.items.map(asText).join('')]));
        done += page.items.length;
        after = page.items.at(-1)?.sequence ?? after;
        if (page.items.length < PAGE) break;
        this.changed.value = `${Math.min(99, Math.round((100 * done) / total))} % read`;
      }
      save(new Blob(parts, { type: 'text/plain' }), fileName(name));
      this.#end('');
    } catch (thrown) {
      if (signal.aborted) return;
      const problem = asProblem(thrown);
      this.#end(`${problem.title} ${problem.requestId}`);
    }
  }
}

function asText(line: Line): string {
  const step = line.stepKey ? ` [${line.stepKey}]` : '';
  return `${line.timestamp} ${line.level.toUpperCase().padEnd(5)}${step} ${plain(line.message)}\n`;
}

function fileName(of: string): string {
  return `${of.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 100)}.log`;
}
