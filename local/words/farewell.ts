import type { GateSnapshot } from '../../functions/adapters/local/gate/snapshot.ts';

/** The last line: what stays. */
export const farewell = ({ ports }: GateSnapshot): string => {
  const standing = ports.flatMap(({ listen, rules }) =>
    rules.map(({ ruleId }) => `${ruleId} (127.0.0.1:${listen.port})`),
  );
  if (standing.length === 0) return 'Stopped. No rule stands.';
  const stands = standing.length === 1 ? 'still stands, as it' : 'still stand, as they';
  return (
    `Stopped. ${standing.join(', ')} ${stands} would on EC2. Nobody gets in while Postern is down; ` +
    'the next start closes what is over by then.'
  );
};
