import { ask } from '../api/client';
import { asProblem } from '../api/problem';
import { Signal } from '../base/signal';
import { encodeId } from '../route/url';
import { plain } from './ansi';
import { lines, type Line, type LineFilter } from './requests';

const PAGE = 1_000;
const MOST_BYTES = 50_000_000;

/** Lines as a file of text, read a page at a time; what is too much for that is offered as it is. */
export class Download {
  readonly changed = new Signal<number>(0);
  #abort: AbortController | null = null;
  told = '';
  tooMuch = false;

  get running(): boolean {
    return this.#abort !== null;
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    this.#tell('');
  }

  #tell(told: string): void {
    this.told = told;
    this.changed.value++;
  }

  async text(execution: string, name: string, filter: LineFilter, total: number): Promise<void> {
    await this.#run(async (signal) => {
      const parts: Blob[] = [];
      let after = -1;
      let done = 0;
      let bytes = 0;
      for (;;) {
        const page = await lines(execution, filter, { afterSequence: after, limit: PAGE }, signal);
        const part = new Blob([page.items.map(asText).join('')]);
        parts.push(part);
        bytes += part.size;
        done += page.items.length;
        after = page.items.at(-1)?.sequence ?? after;
        if (page.items.length < PAGE) break;
        if (bytes > MOST_BYTES) {
          this.tooMuch = true;
          return `Stopped after ${done.toLocaleString('en')} lines, 50 MB: too much for a file of text`;
        }
        this.#tell(`${Math.min(99, Math.round((100 * done) / Math.max(total, done)))} % read`);
      }
      save(new Blob(parts, { type: 'text/plain' }), `${fileName(name)}.log`);
      return '';
    });
  }

  /** The whole execution as it is kept; a plain link would come without the key. */
  async export(execution: string, name: string): Promise<void> {
    await this.#run(async (signal) => {
      this.#tell('reading the export');
      const answer = await ask(`/executions/${encodeId(execution)}/export`, {}, signal);
      save(await answer.blob(), `${fileName(name)}.ndjson`);
      this.tooMuch = false;
      return '';
    });
  }

  async #run(work: (signal: AbortSignal) => Promise<string>): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#tell('0 % read');
    let told: string;
    try {
      told = await work(abort.signal);
    } catch (thrown) {
      if (abort.signal.aborted) return;
      const problem = asProblem(thrown);
      told = `${problem.title} ${problem.requestId}`;
    }
    this.#abort = null;
    this.#tell(told);
  }
}

function asText(line: Line): string {
  const step = line.stepKey ? ` [${line.stepKey}]` : '';
  return `${line.timestamp} ${line.level.toUpperCase().padEnd(5)}${step} ${plain(line.message)}\n`;
}

function fileName(name: string): string {
  return name.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 100);
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
