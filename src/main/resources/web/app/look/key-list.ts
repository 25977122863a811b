import { html, type TemplateResult } from 'lit';

/** Where they work, which they are, with a space between, and what they do. */
const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Everywhere',
    [
      ['Ctrl+K', 'go anywhere, do anything (⌘K on a Mac)'],
      ['t', 'light or dark'],
      ['z', 'next time zone'],
      ['/', 'search'],
      ['Esc', 'close, or back'],
      ['?', 'these keys'],
    ],
  ],
  [
    'Lists',
    [
      ['j k ↓ ↑', 'next and previous row'],
      ['Enter', 'open'],
      ['Space', 'peek without leaving the list'],
      ['x', 'mark a row; two marks can be compared'],
      ['.', 'take in what is new'],
    ],
  ],
  [
    'A run',
    [
      ['[ ]', 'previous and next run of the list'],
      ['1 2 3 4', 'the views, from left to right'],
      ['e', 'the failing step'],
      ['i o', 'what went into a step, and what came out'],
      ['f', 'the whole run in view'],
      ['+ -', 'zoom'],
      ['c', 'critical path'],
      ['q', 'time in the queue'],
      ['g', 'fold or open idle gaps'],
      ['l', 'follow a live run'],
    ],
  ],
  [
    'Logs',
    [
      ['n N', 'next and previous match'],
      ['l', 'follow what comes'],
    ],
  ],
  ['Compare', [['s', 'swap the two runs']]],
];

/** All keys there are, by where they work. */
export function keyList(): TemplateResult {
  return html`${KEYS.map(
    ([where, keys]) =>
      html`<h3>${where}</h3>
        <dl class="keys">
          ${keys.map(
            ([names, meaning]) =>
              html`<dt>${names.split(' ').map((it) => html`<kbd>${it}</kbd> `)}</dt>
                <dd>${meaning}</dd>`,
          )}
        </dl>`,
  )}`;
}
