import type { Signal, Signals } from '../ports/signals.ts';
import type { Log } from './log.ts';
import { type MetricName, SIGNAL_METRICS } from './signal-metrics.ts';

/** Counts something once. */
export type CountMetric = (name: MetricName, value: number) => void;

const countOf = (signal: Signal): number => ('count' in signal ? signal.count : 1);

/** A signal is a line in the log and a count of its metric. That there is nothing is counted, and no line. */
export const createSignals = ({
  log,
  count,
}: {
  readonly log: Log;
  readonly count: CountMetric;
}): Signals => ({
  send: (signal) => {
    const { code, ...facts } = signal;
    const value = countOf(signal);
    if (value > 0) log.write(code, facts);
    count(SIGNAL_METRICS[code], value);
  },
});
