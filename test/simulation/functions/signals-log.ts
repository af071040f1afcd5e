import type { Signal, SignalCode } from '../../../functions/ports/signals.ts';

/** Signals that wake somebody up. */
const ALARMS: readonly SignalCode[] = [
  'REVOKE_FAILED',
  'GROUP_UNREADABLE',
  'GROUP_NOT_SWEPT',
  'RECORD_CONTRADICTS_GROUP',
  'NEVER_ACTIVATED',
  'DUTY_FAILED',
  'RULE_EDITED',
  'ORPHAN_RULE',
  'RULE_RETURNED',
];

/** What the system said to those who run it. */
export class SignalsLog {
  readonly counts = new Map<SignalCode, number>();
  /** `CODE request-id`, of what was said of single requests. */
  readonly named = new Set<string>();
  /** Requests and groups that an alarm has named. */
  readonly alarmed = new Set<string>();
  onSignal: (signal: Signal) => void = () => {};

  add(signal: Signal): void {
    this.counts.set(signal.code, (this.counts.get(signal.code) ?? 0) + 1);
    if ('requestId' in signal) this.named.add(`${signal.code} ${signal.requestId}`);
    if (ALARMS.includes(signal.code)) {
      if ('requestId' in signal) this.alarmed.add(signal.requestId);
      if ('group' in signal) this.alarmed.add(signal.group);
    }
    this.onSignal(signal);
  }
}
