import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { runStorm, type Storm, type StormResult } from './run-storm.ts';

const CLOSERS = [
  { name: 'both closers', closersOff: {} },
  { name: 'the workflow alone', closersOff: { closersOff: 'SWEEPER' } },
  { name: 'the sweeper alone', closersOff: { closersOff: 'WORKFLOW' } },
] as const;

const told = async (name: string, storm: Storm): Promise<StormResult> => {
  const result = await runStorm(storm);
  const { lastClose, lastEnd, calls } = result;
  console.log(
    `${name}: last rule closed after ${lastClose / SECOND} s, last end said after ${lastEnd / SECOND} s, ` +
      `EC2 calls: ${calls.list} list, ${calls.revoke} revoke`,
  );
  return result;
};

// The bucket of revokes: 200 at once, five more a second.
const MANY = { grants: 1_000, groups: 17, limits: { revoke: [200, 5] } } as const;

describe('1,000 grants on 17 groups that end in the same second', () => {
  const storm = { seed: 1, outage: 0, ...MANY } as const;

  it.each([
    { ...CLOSERS[0], within: 5 * SECOND },
    { ...CLOSERS[1], within: 5 * SECOND },
    { ...CLOSERS[2], within: 65 * SECOND },
  ])('are closed by $name within $within ms', { timeout: 120_000 }, async ({ name, closersOff, within }) => {
    const result = await told(`storm, ${name}`, { ...storm, ...closersOff });
    expect(result.wrong).toBeNull();
    expect(result.lastClose).toBeLessThanOrEqual(within);
    expect(result.calls.revoke).toBeLessThanOrEqual(17 * 5);
  });
});

describe('grants that end while EC2 is away', () => {
  const few = [
    { away: '1 minute', outage: MINUTE, grants: 40, groups: 5 },
    { away: '20 minutes', outage: 20 * MINUTE, grants: 40, groups: 5 },
    { away: '20 minutes, hanging', outage: 20 * MINUTE, hangsFor: 10 * SECOND, grants: 40, groups: 5 },
    { away: '24 hours', outage: DAY, grants: 4, groups: 2 },
  ];
  // Each closer alone: the two together take half a minute to play, and close no later.
  const many = [
    { away: '3 minutes, 1,000 grants', outage: 3 * MINUTE, ...MANY },
    { away: '3 minutes, hanging, 1,000 grants', outage: 3 * MINUTE, hangsFor: 10 * SECOND, ...MANY },
  ];
  const outages = [
    ...few.flatMap((outage) => CLOSERS.map((closers) => ({ ...outage, ...closers }))),
    ...many.flatMap((outage) => CLOSERS.slice(1).map((closers) => ({ ...outage, ...closers }))),
  ];

  it.each(outages)(
    'for $away are closed by $name within three minutes of its return',
    { timeout: 120_000 },
    async ({ away, name, closersOff, ...storm }) => {
      const result = await told(`EC2 away for ${away}, ${name}`, { seed: 1, ...storm, ...closersOff });
      expect(result.wrong).toBeNull();
      expect(result.timedOut).toBe(0);
      expect(result.lastClose).toBeLessThanOrEqual(3 * MINUTE);
    },
  );
});
