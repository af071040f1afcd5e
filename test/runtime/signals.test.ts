import { describe, expect, it } from 'vitest';
import type { Signal, SignalCode } from '../../functions/ports/signals.ts';
import { LOG_CATALOGUE } from '../../functions/runtime/log-catalogue.ts';
import { SIGNAL_METRICS } from '../../functions/runtime/signal-metrics.ts';
import { createSignals } from '../../functions/runtime/signals.ts';
import { recordedLog } from '../handlers/support/recorded-log.ts';

const sent = (signal: Signal) => {
  const { log, lines } = recordedLog();
  const counted: [string, number][] = [];
  createSignals({ log, count: (name, value) => void counted.push([name, value]) }).send(signal);
  return { lines, counted };
};

describe('a signal', () => {
  it('is a line with its code, and counts once', () => {
    const { lines, counted } = sent({ code: 'REVOKE_FAILED', requestId: 'req_1', error: 'ACCESS_DENIED' });
    expect(lines).toEqual([
      {
        level: 'error',
        code: 'REVOKE_FAILED',
        message: LOG_CATALOGUE.REVOKE_FAILED.message,
        facts: { requestId: 'req_1', error: 'ACCESS_DENIED' },
      },
    ]);
    expect(counted).toEqual([['RevokeFailed', 1]]);
  });

  it.each([
    ['OVERDUE_OPEN_RULES', 'OverdueOpenRules'],
    ['REQUESTS_DUE', 'RequestsDue'],
  ] as const)('counts how many there are, and none as nothing, without a line: %s', (code, metric) => {
    expect(sent({ code, count: 3 })).toMatchObject({
      lines: [{ code, facts: { count: 3 } }],
      counted: [[metric, 3]],
    });
    expect(sent({ code, count: 0 })).toEqual({ lines: [], counted: [[metric, 0]] });
  });

  it('carries its cause', () => {
    const { lines } = sent({ code: 'DUTY_FAILED', requestId: 'req_1', cause: new Error('away') });
    expect(lines[0]?.facts).toMatchObject({ cause: { message: 'away' } });
  });

  it('has a metric of its own, named in words, and a line in the catalogue', () => {
    const names = Object.values(SIGNAL_METRICS);
    expect(new Set(names).size).toBe(names.length);
    for (const [code, name] of Object.entries(SIGNAL_METRICS)) {
      expect(name).toMatch(/^([A-Z][a-z]+)+$/);
      expect(LOG_CATALOGUE[code as SignalCode].message).not.toBe('');
    }
  });
});
