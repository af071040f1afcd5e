import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { RunningExecution } from '../../../../functions/adapters/local/asl/execution.ts';
import { SqliteExecutionStore } from '../../../../functions/adapters/local/asl/sqlite-execution-store.ts';

const file = (): string => join(mkdtempSync(join(tmpdir(), 'executions-')), 'executions.sqlite');

const waiting = (name: string, until: number): RunningExecution => ({
  status: 'RUNNING',
  name,
  definition: 'digest',
  input: { a: 1 },
  startedAt: 1,
  entered: 1,
  current: { state: 'Wait', enteredAt: 1, input: {}, retries: [2, 0], phase: { kind: 'WAITING', until } },
});

const asking = (name: string, token: string): RunningExecution => ({
  ...waiting(name, 0),
  entered: 2,
  current: {
    ...waiting(name, 0).current,
    state: 'Ask',
    enteredAt: 5,
    phase: { kind: 'AWAITING_TOKEN', token, handedOver: true, deadline: { at: 70, error: 'States.Timeout' } },
  },
});

const ended = (name: string) => ({
  status: 'SUCCEEDED' as const,
  name,
  definition: 'digest',
  input: { a: 1 },
  startedAt: 1,
  entered: 1,
  endedAt: 9,
  output: null,
});

describe('the SQLite store of executions', () => {
  it('has in a file, opened again, what was saved before', () => {
    const path = file();
    const store = new SqliteExecutionStore(path);
    store.insert(waiting('one', 50));
    store.save(asking('one', 'token'));
    store.saveDefinition('digest', '{}');
    const again = new SqliteExecutionStore(path);

    expect(again.find('one')).toEqual(asking('one', 'token'));
    expect(again.findByToken('token')).toEqual(asking('one', 'token'));
    expect(again.history('one')).toEqual([
      { state: 'Wait', at: 1 },
      { state: 'Ask', at: 5 },
    ]);
    expect(again.findDefinition('digest')).toBe('{}');
    expect(again.nextDueAt()).toBe(70);
  });

  it('takes a name once', () => {
    const store = new SqliteExecutionStore(':memory:');

    expect(store.insert(waiting('one', 50))).toBe(true);
    expect(store.insert(waiting('one', 60))).toBe(false);
    expect(store.nextDueAt()).toBe(50);
  });

  it('gives what has been due longest, and nothing that has ended', () => {
    const store = new SqliteExecutionStore(':memory:');
    for (const [name, at] of [
      ['late', 30],
      ['early', 20],
      ['same', 20],
    ] as const)
      store.insert(waiting(name, at));

    expect(store.firstDue(19)).toBeUndefined();
    expect(store.firstDue(30)?.name).toBe('early');
    store.save(ended('early'));
    expect(store.firstDue(30)?.name).toBe('same');
    expect(store.running().map(({ name }) => name)).toEqual(['late', 'same']);
    store.save(ended('same'));
    store.save(ended('late'));
    expect(store.firstDue(100)).toBeUndefined();
    expect(store.nextDueAt()).toBeUndefined();
    expect(store.running()).toEqual([]);
  });

  it('knows a token for ever', () => {
    const store = new SqliteExecutionStore(':memory:');
    store.insert(waiting('one', 50));
    store.save(asking('one', 'token'));
    store.save(ended('one'));

    expect(store.findByToken('token')?.status).toBe('SUCCEEDED');
    expect(store.findByToken('other')).toBeUndefined();
  });

  it('keeps all of a write or nothing', () => {
    const database = new DatabaseSync(':memory:');
    const store = new SqliteExecutionStore(database);
    store.insert(waiting('one', 50));
    database.exec('DROP TABLE execution_token');

    expect(() => store.save(asking('one', 'token'))).toThrow('no such table');
    expect(store.find('one')).toEqual(waiting('one', 50));
    expect(store.history('one')).toHaveLength(1);
    expect(database.isTransaction).toBe(false);
  });

  it('joins a transaction that its owner has begun', () => {
    const database = new DatabaseSync(':memory:');
    const store = new SqliteExecutionStore(database);
    database.exec('BEGIN IMMEDIATE');
    store.insert(waiting('one', 50));
    database.exec('ROLLBACK');

    expect(store.find('one')).toBeUndefined();
  });

  it('refuses to read what it would not have written', () => {
    const database = new DatabaseSync(':memory:');
    const store = new SqliteExecutionStore(database);
    store.insert(waiting('one', 50));
    database.exec(`UPDATE execution SET body = json_set(body, '$.current.phase.kind', 'SLEEPING')`);

    expect(() => store.find('one')).toThrow();
  });
});
