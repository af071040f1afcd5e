import type { Plant } from './plant.ts';
import { unsaid } from './wrappers.ts';

/** Mistakes in what people are told of what goes wrong. */
export const IN_ALARMS: readonly Plant[] = [
  unsaid('nobody is told that a close has failed', 'REVOKE_FAILED'),
  unsaid('nobody is told of the single calls that fail', 'REVOKE_CALL_FAILED'),
  unsaid('nobody is told that rules stand too long', 'OVERDUE_OPEN_RULES'),
  {
    name: 'sweeps say that nothing stands too long',
    dependencies: (sound) => ({
      ...sound,
      signals: {
        send: (signal) =>
          sound.signals.send(signal.code === 'OVERDUE_OPEN_RULES' ? { ...signal, count: 0 } : signal),
      },
    }),
  },
  unsaid('nobody is told that a rule was edited', 'RULE_EDITED'),
  unsaid('nobody is told that a rule is missing', 'RULE_MISSING'),
  unsaid('nobody is told of a rule without a row', 'ORPHAN_RULE'),
  unsaid('nobody is told that a grant was never activated', 'NEVER_ACTIVATED'),
  unsaid('nobody is told that something else would open than was approved', 'DIGEST_CHANGED'),
];
