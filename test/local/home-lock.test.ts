import { mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../functions/runtime/system-clock.ts';
import { HomeInUse, lockHome } from '../../local/state/home-lock.ts';
import { openState } from '../../local/state/open-state.ts';

const aHome = (): string => join(mkdtempSync(join(tmpdir(), 'postern-lock-')), 'state');

describe('the lock on a state folder', () => {
  it('makes the folder, for nobody else to read', () => {
    const home = aHome();
    lockHome(home).release();
    expect(statSync(home).mode & 0o777).toBe(0o700);
  });

  it('keeps a second one out and names the first', () => {
    const home = aHome();
    const lock = lockHome(home);
    expect(() => lockHome(home)).toThrow(HomeInUse);
    expect(() => lockHome(home)).toThrow(`process ${process.pid}`);
    lock.release();
  });

  it('can be had again once it is released', () => {
    const home = aHome();
    lockHome(home).release();
    expect(() => lockHome(home).release()).not.toThrow();
  });

  it('keeps all that is in it from others, in a folder that they may read', () => {
    const umask = process.umask(0o022);
    onTestFinished(() => void process.umask(umask));
    const home = aHome();
    mkdirSync(home, { mode: 0o755 });
    for (const name of ['mail.sqlite', 'mail.sqlite-wal'])
      writeFileSync(join(home, name), '', { mode: 0o644 });
    writeFileSync(join(home, 'notes.txt'), 'of somebody else', { mode: 0o644 });
    const lock = lockHome(home);
    const state = openState(home, systemClock);
    onTestFinished(() => {
      state.close();
      lock.release();
    });
    const open = readdirSync(home).filter((name) => (statSync(join(home, name)).mode & 0o077) !== 0);
    expect(readdirSync(home)).toEqual(
      expect.arrayContaining(['workflow.sqlite', 'postern.sqlite', 'process-id']),
    );
    expect(open).toEqual(['notes.txt']);
    expect(statSync(home).mode & 0o777).toBe(0o755);
  });
});
