import { View } from './view';

/** A view that is a dialog: open as soon as it is there; it tells `done` when it is closed. */
export class Dialog extends View {
  protected override firstUpdated(): void {
    const dialog = this.querySelector('dialog');
    dialog?.addEventListener('close', () => this.dispatchEvent(new CustomEvent('done')));
    dialog?.showModal();
  }

  protected close(): void {
    this.querySelector('dialog')?.close();
  }
}
