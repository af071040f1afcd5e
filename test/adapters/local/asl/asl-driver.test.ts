import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AslDriver } from '../../../../functions/adapters/local/asl/asl-driver.ts';
import { AslRunner } from '../../../../functions/adapters/local/asl/asl-runner.ts';
import { SqliteExecutionStore } from '../../../../functions/adapters/local/asl/sqlite-execution-store.ts';
import { DAY, SECOND } from '../../../../functions/domain/instant.ts';
import { NINE_O_CLOCK, question, task, workflow } from './bench.ts';

const clock = { now: () => Date.now() };
const wait = (seconds: number) => workflow({ Wait: { Type: 'Wait', Seconds: seconds, End: true } });

beforeEach(() => void vi.useFakeTimers({ now: NINE_O_CLOCK }));
afterEach(() => void vi.useRealTimers());

function driven(
  definition: ReturnType<typeof workflow>,
  invoke: () => Promise<unknown> = async () => 'done',
) {
  const store = new SqliteExecutionStore(':memory:');
  const errors: unknown[] = [];
  let tokens = 0;
  const newTaskToken = () => `token-${++tokens}`;
  const runner = new AslRunner({ definition, store, clock, invoke, newTaskToken, random: () => 0 });
  const driver = new AslDriver({ runner, clock, onError: (error) => errors.push(error) });
  driver.start();
  return { runner, driver, store, errors, status: (name = 'one') => runner.describe(name)?.status };
}

describe('the driver', () => {
  it('runs what is started at once', async () => {
    const { runner, status } = driven(workflow({ A: task() }));
    runner.start('one', {});
    await vi.advanceTimersByTimeAsync(0);

    expect(status()).toBe('SUCCEEDED');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('goes on at once with what is answered', async () => {
    const { runner, status } = driven(workflow({ Ask: question({ Next: 'A' }), A: task() }));
    runner.start('one', {});
    await vi.advanceTimersByTimeAsync(0);
    runner.sendTaskSuccess('token-1', 'yes');
    await vi.advanceTimersByTimeAsync(0);

    expect(status()).toBe('SUCCEEDED');
  });

  it('takes up what was open before it began', async () => {
    const { runner, driver, status } = driven(wait(10));
    driver.stop();
    runner.start('one', {});
    await runner.runDue();
    driver.start();
    await vi.advanceTimersByTimeAsync(10_000);

    expect(status()).toBe('SUCCEEDED');
  });

  it('wakes when a wait ends, not before', async () => {
    const { runner, status } = driven(wait(90));
    runner.start('one', {});
    await vi.advanceTimersByTimeAsync(89_999);
    expect(status()).toBe('RUNNING');
    await vi.advanceTimersByTimeAsync(1);

    expect(status()).toBe('SUCCEEDED');
  });

  it('wakes for the earlier of two waits, whichever was started first', async () => {
    const timed = workflow({ Wait: { Type: 'Wait', SecondsPath: '$.seconds', End: true } });
    const { runner, status } = driven(timed);
    runner.start('long', { seconds: 50 });
    await vi.advanceTimersByTimeAsync(1_000);
    runner.start('short', { seconds: 5 });
    await vi.advanceTimersByTimeAsync(5_000);

    expect([status('short'), status('long')]).toEqual(['SUCCEEDED', 'RUNNING']);
    await vi.advanceTimersByTimeAsync(44_000);
    expect(status('long')).toBe('SUCCEEDED');
  });

  it('waits longer than the 24.8 days that a timer can', async () => {
    const { runner, status } = driven(wait((30 * DAY) / SECOND));
    runner.start('one', {});
    await vi.advanceTimersByTimeAsync(30 * DAY - 1);
    expect(status()).toBe('RUNNING');
    await vi.advanceTimersByTimeAsync(1);

    expect(status()).toBe('SUCCEEDED');
  });

  it('notices within a minute that the clock went on while no timer ran', async () => {
    const { runner, status } = driven(wait(3_600));
    runner.start('one', {});
    await vi.advanceTimersByTimeAsync(0);
    vi.setSystemTime(NINE_O_CLOCK + DAY);
    await vi.advanceTimersByTimeAsync(60_000);

    expect(status()).toBe('SUCCEEDED');
  });

  it('is not held up by a long call, and gives it up at its timeout', async () => {
    const definition = workflow({
      'Long?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.long', BooleanEquals: true, Next: 'A' }],
        Default: 'Wait',
      },
      A: task({ TimeoutSeconds: 30 }),
      Wait: { Type: 'Wait', Seconds: 5, End: true },
    });
    const { runner, status } = driven(definition, () => new Promise(() => {}));
    runner.start('long', { long: true });
    await vi.advanceTimersByTimeAsync(1_000);
    runner.start('short', { long: false });
    await vi.advanceTimersByTimeAsync(5_000);
    expect([status('short'), status('long')]).toEqual(['SUCCEEDED', 'RUNNING']);
    await vi.advanceTimersByTimeAsync(24_000);

    expect(status('long')).toBe('FAILED');
  });

  it('does nothing more once it is stopped, and no timer is left', async () => {
    const { runner, driver, status } = driven(wait(10));
    runner.start('one', {});
    await vi.advanceTimersByTimeAsync(0);
    driver.stop();
    expect(vi.getTimerCount()).toBe(0);
    runner.start('two', {});
    await vi.advanceTimersByTimeAsync(60_000);

    expect([status('one'), status('two')]).toEqual(['RUNNING', 'RUNNING']);
  });

  it('reports what is no function’s failure, rests, and tries again', async () => {
    const { runner, store, errors, status } = driven(wait(10));
    runner.start('one', {});
    await vi.advanceTimersByTimeAsync(0);
    const save = vi.spyOn(store, 'save').mockImplementation(() => {
      throw new Error('disk full');
    });
    await vi.advanceTimersByTimeAsync(12_500);

    expect(errors.map(String)).toEqual(Array(3).fill('Error: disk full'));
    save.mockRestore();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(status()).toBe('SUCCEEDED');
    expect(errors).toHaveLength(3);
  });
});
