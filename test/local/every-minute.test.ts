import { setImmediate as soon } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../functions/domain/instant.ts';
import { everyMinute } from '../../local/drive/every-minute.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

describe('what is done every minute', () => {
  it('is done once a minute, in its order, and not at the start', async () => {
    const clock = new VirtualClock();
    const done: string[] = [];
    everyMinute(clock, [async () => done.push('sweep'), async () => done.push('keep time')], () => undefined);
    await clock.advance(MINUTE - 1);
    expect(done).toEqual([]);
    await clock.advance(1);
    expect(done).toEqual(['sweep', 'keep time']);
    await clock.advance(2 * MINUTE);
    expect(done).toHaveLength(6);
  });

  it('is never begun again before it has ended', async () => {
    const clock = new VirtualClock();
    const rounds: (() => void)[] = [];
    everyMinute(clock, [() => new Promise<void>((resolve) => rounds.push(resolve))], () => undefined);
    await clock.advance(5 * MINUTE);
    expect(rounds).toHaveLength(1);
    rounds[0]?.();
    await clock.advance(MINUTE);
    expect(rounds).toHaveLength(2);
  });

  it('goes on when one duty fails, and says so', async () => {
    const clock = new VirtualClock();
    const errors: unknown[] = [];
    const done: string[] = [];
    const failing = async () => {
      throw new Error('EC2 is away');
    };
    everyMinute(clock, [failing, async () => done.push('keep time')], (error) => errors.push(error));
    await clock.advance(2 * MINUTE);
    expect(done).toHaveLength(2);
    expect(errors).toHaveLength(2);
  });

  it('ends when it is stopped, after what is under way', async () => {
    const clock = new VirtualClock();
    const round = Promise.withResolvers<void>();
    const stop = everyMinute(clock, [() => round.promise], () => undefined);
    await clock.advance(MINUTE);
    let isStopped = false;
    const stopped = stop().then(() => {
      isStopped = true;
    });
    await soon();
    expect(isStopped).toBe(false);
    round.resolve();
    await stopped;
    await clock.advance(5 * MINUTE);
    expect(clock.waiting).toBe(0);
  });
});
