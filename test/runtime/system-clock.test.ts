import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock, systemPause } from '../../functions/runtime/system-clock.ts';

describe("the system's time", () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 9) }));
  afterEach(() => void vi.useRealTimers());

  it('is given in milliseconds since 1970', () => {
    expect(systemClock.now()).toBe(Date.UTC(2026, 10, 23, 9));
  });

  it('passes while waiting, for as long as was asked', async () => {
    const done = vi.fn();
    const wait = systemPause.wait(1_000).then(done);
    await vi.advanceTimersByTimeAsync(999);
    expect(done).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(done).toHaveBeenCalledOnce();
    await wait;
  });
});
