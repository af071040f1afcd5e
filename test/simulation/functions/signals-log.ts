import type { Signal } from '../../../functions/ports/signals.ts';
import type { Invocation } from './invocation.ts';

/** What the system said to those who run it. */
export class SignalsLog {
  /** `CODE request-id`, of what was said of single requests. */
  readonly named = new Set<string>();
  onSignal: (signal: Signal, by: Invocation) => void = () => {};

  add(signal: Signal, by: Invocation): void {
    if ('requestId' in signal) this.named.add(`${signal.code} ${signal.requestId}`);
    this.onSignal(signal, by);
  }
}
