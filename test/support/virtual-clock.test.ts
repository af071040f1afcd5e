import { describe, expect, it } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

describe('the virtual clock', () => {
  it('stands still until it is moved', async () => {
    const clock = new VirtualClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(250);
    expect(clock.now()).toBe(1_250);
  });

  it('wakes whoever waits, in order, each at the moment asked for', async () => {
    const clock = new VirtualClock(0);
    const woken: [string, number][] = [];
    const sleep = async (name: string, milliseconds: number) => {
      await clock.wait(milliseconds);
      woken.push([name, clock.now()]);
    };
    const sleeps = [sleep('late', 30), sleep('early', 10), sleep('same', 10), sleep('never', 100)];
    await clock.advance(50);
    expect(woken).toEqual([
      ['early', 10],
      ['same', 10],
      ['late', 30],
    ]);
    expect(clock.waiting).toBe(1);
    await clock.advance(50);
    await Promise.all(sleeps);
  });

  it('lets one who wakes wait again within the same move', async () => {
    const clock = new VirtualClock(0);
    const ticks: number[] = [];
    const ticking = (async () => {
      for (let count = 0; count < 3; count += 1) {
        await clock.wait(10);
        ticks.push(clock.now());
      }
    })();
    await clock.advance(100);
    await ticking;
    expect(ticks).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(100);
  });

  it('never goes back', async () => {
    await expect(new VirtualClock(10).advanceTo(9)).rejects.toThrow('backwards');
  });
});
