import { describe, expect, it } from 'vitest';
import { aWorld, type World } from '../support/world.ts';

const beats = ({ signals }: World) => signals.filter(({ code }) => code === 'REQUESTS_DUE');

describe('a timekeeper that keeps time', () => {
  it('says so at the end of every run, though nothing was due', async () => {
    const world = aWorld();
    await world.tick();
    expect(beats(world)).toEqual([{ code: 'REQUESTS_DUE', count: 0 }]);
    await world.ask();
    await world.afterMinutes(60);
    await world.tick();
    expect(beats(world).at(-1)).toEqual({ code: 'REQUESTS_DUE', count: 1 });
  });

  it('says so though a duty fails, which has an alarm of its own', async () => {
    const world = aWorld();
    await world.ask();
    world.store.read = async () => {
      throw new Error('The table is away');
    };
    await world.afterMinutes(60);
    expect(await world.tick()).toEqual({ due: 1, failed: 1 });
    expect(beats(world)).toHaveLength(1);
  });

  it('is silent where it does not learn what is due', async () => {
    const world = aWorld();
    world.store.due = async () => {
      throw new Error('The table is away');
    };
    await expect(world.tick()).rejects.toThrow('away');
    expect(beats(world)).toEqual([]);
  });
});
