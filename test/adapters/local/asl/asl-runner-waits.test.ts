import { describe, expect, it } from 'vitest';
import { DAY, SECOND } from '../../../../functions/domain/instant.ts';
import { Bench, NINE_O_CLOCK, workflow } from './bench.ts';

const end = { Type: 'Succeed' };
const until = workflow({ Wait: { Type: 'Wait', TimestampPath: '$.at', Next: 'End' }, End: end });
const seconds = workflow({ Wait: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'End' }, End: end });

/** Seconds after which the execution ended; undefined while it has not. */
async function endedAfter(
  definition: typeof until,
  input: object,
  patience: number,
): Promise<number | undefined> {
  const bench = new Bench(definition);
  await bench.start(input);
  await bench.elapse(patience);
  return bench.one?.status === 'SUCCEEDED' ? (bench.one.endedAt - NINE_O_CLOCK) / SECOND : undefined;
}

describe('a Wait', () => {
  it('ends at its timestamp, in whatever zone that is written', async () => {
    expect(await endedAfter(until, { at: '2026-11-23T09:30:00Z' }, 3_600)).toBe(1_800);
    expect(await endedAfter(until, { at: '2026-11-23T10:30:00+01:00' }, 3_600)).toBe(1_800);
    expect(await endedAfter(until, { at: '2026-11-23T09:30:00Z' }, 1_799)).toBeUndefined();
  });

  it('cuts off milliseconds, as Step Functions does', async () => {
    expect(await endedAfter(until, { at: '2026-11-23T09:00:05.999Z' }, 60)).toBe(5);
  });

  it('is over at once where its time has passed', async () => {
    expect(await endedAfter(until, { at: '2026-11-23T08:59:59Z' }, 0)).toBe(0);
    expect(await endedAfter(until, { at: '2026-11-23T09:00:00Z' }, 0)).toBe(0);
    expect(await endedAfter(seconds, { seconds: 0 }, 0)).toBe(0);
  });

  it('ends after its seconds', async () => {
    expect(await endedAfter(seconds, { seconds: 90 }, 100)).toBe(90);
    expect(await endedAfter(workflow({ Wait: { Type: 'Wait', Seconds: 300, End: true } }), {}, 300)).toBe(
      300,
    );
  });

  it('ends at a fixed timestamp', async () => {
    const fixed = workflow({ Wait: { Type: 'Wait', Timestamp: '2026-11-23T09:01:00Z', End: true } });

    expect(await endedAfter(fixed, {}, 60)).toBe(60);
  });

  it('waits longer than a timer can', async () => {
    const bench = new Bench(seconds);
    await bench.start({ seconds: (400 * DAY) / SECOND });

    expect(bench.runner.nextWakeAt()).toBe(NINE_O_CLOCK + 400 * DAY);
    await bench.elapse((400 * DAY) / SECOND - 1);
    expect(bench.one?.status).toBe('RUNNING');
    await bench.elapse(1);
    expect(bench.one?.status).toBe('SUCCEEDED');
  });

  it('passes its input on, or the part that its paths name', async () => {
    const state = { Type: 'Wait', Seconds: 1, InputPath: '$.a', OutputPath: '$.b', End: true };
    const bench = new Bench(workflow({ Wait: state }));
    await bench.start({ a: { b: 7 } });
    await bench.elapse(1);

    expect(bench.output).toBe(7);
  });

  it.each([
    [{ at: '2026-11-23 09:30:00Z' }],
    [{ at: '2026-11-23t09:30:00z' }],
    [{ at: '2026-11-23T09:30:00' }],
    [{ at: '2026-13-23T09:30:00Z' }],
    [{ at: NINE_O_CLOCK }],
    [{}],
  ])('fails the execution where its time is no timestamp: %j', async (input) => {
    const bench = new Bench(until);
    await bench.start(input);

    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});
