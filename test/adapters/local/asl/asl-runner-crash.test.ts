import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { ExecutionStore } from '../../../../functions/adapters/local/asl/execution-store.ts';
import { SqliteExecutionStore } from '../../../../functions/adapters/local/asl/sqlite-execution-store.ts';
import { SECOND } from '../../../../functions/domain/instant.ts';
import { Bench, NINE_O_CLOCK, named, question, task, workflow } from './bench.ts';

const end = { Type: 'Succeed' };
const never = () => new Promise(() => {});

/** A process that is killed and started again: the same database and clock, nothing else. */
function restart(killed: Bench, database: DatabaseSync, functions = {}, definition = asked): Bench {
  const bench = new Bench(definition, { database, clock: killed.clock, functions });
  bench.runner.resumeAll();
  return bench;
}

const asked = workflow({ Ask: question({ TimeoutSeconds: 600 }) });

describe('a process that is killed', () => {
  it('while an execution waits: the wait ends when it would have', async () => {
    const database = new DatabaseSync(':memory:');
    const definition = workflow({ Wait: { Type: 'Wait', Seconds: 60, Next: 'End' }, End: end });
    const killed = new Bench(definition, { database });
    await killed.start();
    await killed.elapse(20);
    const bench = restart(killed, database, {}, definition);

    expect(bench.runner.nextWakeAt()).toBe(NINE_O_CLOCK + 60 * SECOND);
    await bench.elapse(40);
    expect(bench.one).toMatchObject({ status: 'SUCCEEDED', endedAt: NINE_O_CLOCK + 60 * SECOND });
    expect(bench.entered).toEqual([{ execution: 'one', state: 'End', at: NINE_O_CLOCK + 60 * SECOND }]);
  });

  it('beyond the end of a wait: it goes on at once', async () => {
    const database = new DatabaseSync(':memory:');
    const definition = workflow({ Wait: { Type: 'Wait', Seconds: 60, Next: 'End' }, End: end });
    const killed = new Bench(definition, { database });
    await killed.start();
    await killed.clock.advance(3_600_000);
    const bench = restart(killed, database, {}, definition);
    await bench.runner.runDue();

    expect(bench.one).toMatchObject({ status: 'SUCCEEDED', endedAt: NINE_O_CLOCK + 3_600_000 });
  });

  it('while a token is waited for: the token and its timeout are the same, its function is not called again', async () => {
    const database = new DatabaseSync(':memory:');
    const killed = new Bench(asked, { database });
    await killed.start();
    await killed.elapse(100);
    const bench = restart(killed, database);
    await bench.runner.runDue();

    expect(bench.calls).toEqual([]);
    expect(bench.runner.nextWakeAt()).toBe(NINE_O_CLOCK + 600 * SECOND);
    expect(bench.runner.sendTaskSuccess(killed.token, 'yes')).toBe('RESUMED');
    expect(bench.output).toBe('yes');
  });

  it('beyond the timeout of a token: it is too late for an answer', async () => {
    const database = new DatabaseSync(':memory:');
    const killed = new Bench(asked, { database });
    await killed.start();
    await killed.clock.advance(600 * SECOND);
    const bench = restart(killed, database);

    expect(bench.runner.sendTaskSuccess(killed.token, 'yes')).toBe('TASK_TIMED_OUT');
    await bench.runner.runDue();
    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('while a token is handed over: the same one is handed over again, under the same timeout', async () => {
    const database = new DatabaseSync(':memory:');
    const killed = new Bench(asked, { database, functions: { ask: never } });
    void killed.start();
    await killed.elapse(100);
    const bench = restart(killed, database);
    await bench.runner.runDue();

    expect(bench.token).toBe(killed.token);
    expect(bench.runner.nextWakeAt()).toBe(NINE_O_CLOCK + 600 * SECOND);
    expect(bench.runner.sendTaskSuccess(killed.token, 'yes')).toBe('RESUMED');
  });

  it('while a token is handed over: an answer counts before it is handed over again', async () => {
    const database = new DatabaseSync(':memory:');
    const killed = new Bench(asked, { database, functions: { ask: never } });
    void killed.start();
    await killed.elapse(100);
    const bench = restart(killed, database);

    expect(bench.runner.sendTaskSuccess(killed.token, 'yes')).toBe('RESUMED');
    await bench.runner.runDue();
    expect(bench.calls).toEqual([]);
    expect(bench.output).toBe('yes');
  });

  it('while a token is handed over, until after its timeout: it is not handed over again', async () => {
    const database = new DatabaseSync(':memory:');
    const killed = new Bench(asked, { database, functions: { ask: never } });
    void killed.start();
    await killed.clock.advance(600 * SECOND);
    const bench = restart(killed, database);
    await bench.runner.runDue();

    expect(bench.calls).toEqual([]);
    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('while a function is called: it is called again, with its whole time and its retries counted on', async () => {
    const database = new DatabaseSync(':memory:');
    const Retry = [{ ErrorEquals: ['E'], MaxAttempts: 1 }];
    const definition = workflow({ A: task({ Retry, TimeoutSeconds: 60 }) });
    const work = (_: object, attempt: number) => (attempt === 1 ? Promise.reject(named('E')) : never());
    const killed = new Bench(definition, { database, functions: { work } });
    void killed.start({ a: 1 });
    await killed.elapse(31);
    const bench = restart(killed, database, { work: () => Promise.reject(named('E')) }, definition);

    expect(killed.calledAt).toEqual([0, 1]);
    await bench.runner.runDue();
    expect(bench.calls).toMatchObject([{ payload: { input: { a: 1 } }, at: NINE_O_CLOCK + 31 * SECOND }]);
    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'E' });
  });

  it('between two attempts: the next one comes when it would have', async () => {
    const database = new DatabaseSync(':memory:');
    const Retry = [{ ErrorEquals: ['E'], IntervalSeconds: 10, MaxAttempts: 2 }];
    const definition = workflow({ A: task({ Retry }) });
    const work = () => Promise.reject(named('E'));
    const killed = new Bench(definition, { database, functions: { work } });
    await killed.start();
    await killed.elapse(15);
    const bench = restart(killed, database, { work }, definition);
    await bench.elapse(60);

    expect(killed.calledAt).toEqual([0, 10]);
    expect(bench.calledAt).toEqual([30]);
    expect(bench.one).toMatchObject({ status: 'FAILED', error: 'E' });
  });

  it('and started with a newer definition: what runs keeps the one that it began with', async () => {
    const database = new DatabaseSync(':memory:');
    const older = workflow({ Wait: { Type: 'Wait', Seconds: 60, Next: 'Before' }, Before: task() });
    const newer = workflow({ Wait: { Type: 'Wait', Seconds: 60, Next: 'After' }, After: task() });
    const killed = new Bench(older, { database });
    await killed.start();
    const bench = restart(killed, database, {}, newer);
    bench.runner.start('two', {});
    await bench.elapse(60);

    expect(bench.runner.visited('one')).toEqual(['Wait', 'Before']);
    expect(bench.runner.visited('two')).toEqual(['Wait', 'After']);
  });
});

describe('taking up what is open', () => {
  it('counts it, and does nothing to what has ended', async () => {
    const database = new DatabaseSync(':memory:');
    const killed = new Bench(asked, { database });
    for (const name of ['one', 'two', 'three']) killed.runner.start(name, {});
    await killed.runner.runDue();
    killed.runner.stop('two');
    const bench = new Bench(asked, { database, clock: killed.clock });

    expect(bench.runner.resumeAll()).toBe(2);
    expect(bench.runner.resumeAll()).toBe(2);
    await bench.runner.runDue();
    expect(bench.calls).toEqual([]);
  });

  it('does not disturb a function that this process is calling', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const bench = new Bench(workflow({ A: task() }), { functions: { work: () => promise } });
    bench.runner.start('one', {});
    const run = bench.runner.runDue();
    bench.runner.resumeAll();
    resolve('done');
    await run;

    expect(bench.calls).toHaveLength(1);
    expect(bench.output).toMatchObject({ Payload: 'done' });
  });
});

class Killed extends Error {}

/** Dies at its nth write, before or after that has taken effect; a dead process writes nothing more. */
class MortalStore extends SqliteExecutionStore {
  writes = 0;
  readonly #lives: number;
  readonly #dies: 'BEFORE' | 'AFTER';

  constructor(database: DatabaseSync, lives: number, dies: 'BEFORE' | 'AFTER') {
    super(database);
    this.#lives = lives;
    this.#dies = dies;
  }

  override insert(...[execution]: Parameters<ExecutionStore['insert']>): boolean {
    return this.#write(() => super.insert(execution));
  }

  override save(...[execution]: Parameters<ExecutionStore['save']>): void {
    this.#write(() => super.save(execution));
  }

  #write<Result>(effect: () => Result): Result {
    this.writes += 1;
    if (this.writes < this.#lives) return effect();
    if (this.writes === this.#lives && this.#dies === 'AFTER') effect();
    throw new Killed();
  }
}

describe('a process that is killed at any of its writes', () => {
  const definition = workflow({
    Begin: { Type: 'Pass', Result: 1, ResultPath: '$.begun', Next: 'Manual?' },
    'Manual?': { Type: 'Choice', Choices: [{ Variable: '$.begun', NumericEquals: 1, Next: 'Ask' }] },
    Ask: question({ TimeoutSeconds: 600, ResultPath: '$.decision', Next: 'Wait' }),
    Wait: { Type: 'Wait', Seconds: 30, Next: 'Activate' },
    Activate: task({
      Parameters: { FunctionName: 'activate', Payload: {} },
      ResultPath: '$.activation',
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 3 }],
      Next: 'Revoke',
    }),
    Revoke: task({
      Parameters: { FunctionName: 'revoke', Payload: {} },
      TimeoutSeconds: 60,
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'End' }],
      Next: 'End',
    }),
    End: end,
  });

  /** Runs it to its end, being killed once; an approver answers as soon as the token is known. */
  async function survive(lives: number, dies: 'BEFORE' | 'AFTER') {
    const database = new DatabaseSync(':memory:');
    const calls: string[] = [];
    const tokens = new Set<string>();
    let answered = false;
    let failures = 0;
    const functions = {
      ask: ({ token }: { token?: unknown }) => void tokens.add(String(token)),
      activate: () => {
        calls.push('activate');
        if (++failures === 1) throw named('StillOpening');
      },
      revoke: () => {
        calls.push('revoke');
        throw named('Refused');
      },
    };
    const first = new MortalStore(database, lives, dies);
    let bench = new Bench(definition, { store: first, functions });
    for (let rounds = 0; rounds < 50 && bench.one?.status !== 'SUCCEEDED'; rounds += 1) {
      try {
        bench.runner.start('one', { a: 1 });
        await bench.runner.runDue();
        for (const token of answered ? [] : tokens) {
          answered = bench.runner.sendTaskSuccess(token, 'APPROVED') !== 'INVALID_TOKEN';
        }
        await bench.clock.advanceTo(bench.runner.nextWakeAt() ?? bench.clock.now());
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        bench = new Bench(definition, { database, functions, clock: bench.clock });
        bench.runner.resumeAll();
      }
    }
    return { bench, calls, tokens, writes: first.writes };
  }

  it('ends as if nothing had happened, and no call was left out', async () => {
    const undisturbed = await survive(Infinity, 'AFTER');
    expect(undisturbed.calls).toEqual(['activate', 'activate', 'revoke']);

    for (let lives = 1; lives <= undisturbed.writes; lives += 1) {
      for (const dies of ['BEFORE', 'AFTER'] as const) {
        const { bench, calls, tokens } = await survive(lives, dies);
        const story = `killed ${dies} write ${lives} of ${undisturbed.writes}`;
        expect(bench.output, story).toEqual(undisturbed.bench.output);
        expect(bench.runner.visited('one'), story).toEqual(undisturbed.bench.runner.visited('one'));
        expect(tokens.size, story).toBe(1);
        expect(new Set(calls), story).toEqual(new Set(['activate', 'revoke']));
        expect(calls.length - undisturbed.calls.length, story).toBeLessThanOrEqual(1);
      }
    }
    expect(undisturbed.writes).toBeGreaterThan(15);
  });
});
