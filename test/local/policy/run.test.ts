import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { DAY } from '../../../functions/domain/instant.ts';
import { runPolicyCommand, type Surroundings } from '../../../local/policy/run.ts';
import { runPostern } from '../../../local/policy/run-postern.ts';
import { ALICE, aNewRequest, anAsk, START } from '../../support/request-records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postern-policy-'));
  cpSync('config/policies', join(folder, 'policies'), { recursive: true });
});

/** What a command answers, and what it said. */
const heard = async (command: (surroundings: Omit<Surroundings, 'name'>) => Promise<number>) => {
  const out: string[] = [];
  const errors: string[] = [];
  const code = await command({
    say: (text) => out.push(text),
    complain: (text) => errors.push(text),
    now: START + DAY,
  });
  return { code, out: out.join('\n'), errors: errors.join('\n') };
};
const runAs = (name: string, ...args: string[]) =>
  heard((surroundings) => runPolicyCommand(args, { ...surroundings, name }));
const run = (...args: string[]) => runAs('postern policy', ...args);
const onFolder = (command: string, ...more: string[]) =>
  run(command, '--policies', join(folder, 'policies'), ...more);
const write = (name: string, text: string) => writeFileSync(join(folder, 'policies', name), text);

const OPEN = `@id("open") @maxMinutes("30")
permit (principal in Postern::Group::"engineering", action == Postern::Action::"autoApprove", resource);`;

describe('postern policy', () => {
  it.each([[[]], [['--help']], [['help']], [['help', 'nonsense']]])('helps: %j', async (args) => {
    const { code, out } = await run(...args);
    expect(code).toBe(0);
    expect(out).toContain('postern policy replay');
  });

  it.each(['check', 'test', 'replay'])('helps with %s', async (command) => {
    expect((await run(command, '--help')).out).toContain(`postern policy ${command}`);
    expect((await run('help', command)).out).toContain(`postern policy ${command}`);
  });

  it.each([[[]], [['help', 'check']], [['help', 'replay']], [['bogus']]])(
    'names itself as it was called: %j',
    async (args) => {
      const { out, errors } = await runAs('npm run policy --', ...args);
      expect(out + errors).toContain('npm run policy -- ');
      expect(out + errors).not.toContain('postern policy');
    },
  );

  it.each([
    [['chekc'], 'there is no command chekc'],
    [['check', '--nonsense'], "Unknown option '--nonsense'"],
    [['check', 'more'], 'takes no further argument'],
    [['replay'], 'needs --from'],
    [['replay', '--from', 'yesterday'], 'expected a date'],
    [['replay', '--from', '2026-02-30'], 'expected a date'],
  ])('does not understand %j, and says so', async (args, message) => {
    const { code, errors } = await run(...args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  it.each([
    [['--configuration', 'no-such.yaml'], 'no-such.yaml: there is no such file'],
    [['--policies', 'no-such-folder'], 'no-such-folder: there is no such folder'],
  ])('fails plainly without its files: %j', async (args, message) => {
    const { code, errors } = await run('test', ...args);
    expect(code).toBe(1);
    expect(errors).toContain(message);
  });
});

describe('postern policy check', () => {
  it('is content with the example', async () => {
    expect(await onFolder('check', '--strict')).toMatchObject({
      code: 0,
      out: '1 file of policies: no errors',
    });
  });

  it('fails with file, line and column', async () => {
    write('wrong.cedar', '\npermit (principal, action resource);');
    const { code, out } = await onFolder('check');
    expect(code).toBe(1);
    expect(out).toMatch(/wrong\.cedar:2:27: error: /);
  });

  it('fails for a warning only when it should', async () => {
    write('never.cedar', '@id("never") forbid (principal, action, resource) when { false };');
    expect(await onFolder('check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('can never apply'),
    });
    expect(await onFolder('check', '--strict')).toMatchObject({ code: 1 });
  });
});

describe('postern policy test', () => {
  it('passes the example', async () => {
    expect(await onFolder('test')).toMatchObject({ code: 0, out: '6 passed, 0 failed' });
  });

  it('says which case came out otherwise, and how', async () => {
    write('open.cedar', OPEN);
    const { code, out } = await onFolder('test');
    expect(code).toBe(1);
    expect(out).toContain('sample.yaml:3: alice may ask for demo-db, and people decide');
    expect(out).toContain(
      'expected manual, 1 approval, by people-decide; found automatic, 30 minutes, by open',
    );
  });

  it('refuses a case that is not as it must be, with its place', async () => {
    write('tests/sample.yaml', 'cases:\n  - name: x\n    who: alice@example.com\n    wen: now\n');
    const { code, errors } = await onFolder('test');
    expect(code).toBe(1);
    expect(errors).toMatch(/sample\.yaml:4: cases\[0\]\.wen: is not known here; did you mean when\?/);
  });

  it('refuses policies with errors before any case runs', async () => {
    write('wrong.cedar', 'permit (principal, action, resource);');
    expect(await onFolder('test')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('needs an @id'),
    });
  });
});

describe('postern policy replay', () => {
  const record = async () => {
    mkdirSync(join(folder, 'home'));
    const store = openSqliteStore(join(folder, 'home', 'postern.sqlite'));
    const demo = { ...anAsk().access.permissions[0], source: '127.0.0.1/32' };
    const asked = (minutes: number, requestedAt: number) =>
      aNewRequest({
        target: 'demo-db',
        requester: ALICE,
        durationMinutes: minutes,
        requestedAt,
        startsAt: requestedAt,
        access: { group: anAsk().access.group, permissions: [demo as never] },
      });
    for (const change of [asked(30, START), asked(60, START + 1), asked(30, START - 2 * DAY)]) {
      await store.commit({ changes: [change] });
    }
    store.close();
  };
  const replay = (...more: string[]) =>
    onFolder('replay', '--from', '2026-11-23', '--home', join(folder, 'home'), ...more);

  it('says so where nothing would change', async () => {
    await record();
    expect(await replay('--exit-code')).toMatchObject({
      code: 0,
      out: '2 requests since 2026-11-23T00:00:00.000Z: 0 would come out otherwise',
    });
  });

  it('prints each request whose outcome would change, and no other', async () => {
    await record();
    write('open.cedar', OPEN);
    const { code, out } = await replay();
    expect(code).toBe(0);
    expect(out).toContain('alice@example.com demo-db 30 min\n  was manual, 1 approval');
    expect(out).toContain('now automatic, 30 minutes, by open');
    expect(out).not.toContain('60 min');
    expect(out).toContain('2 requests since 2026-11-23T00:00:00.000Z: 1 would come out otherwise');
    expect((await replay('--exit-code')).code).toBe(1);
  });

  it('says where it looked for records', async () => {
    expect(await replay()).toMatchObject({
      code: 1,
      errors: expect.stringContaining('no records of npm start'),
    });
  });

  it('refuses records of another version, without a stack', async () => {
    await record();
    const later = new DatabaseSync(join(folder, 'home', 'postern.sqlite'));
    later.exec('PRAGMA user_version = 99');
    later.close();
    expect(await replay()).toMatchObject({
      code: 1,
      errors: expect.stringMatching(
        /tables of version 99; this Postern reads version \d+ \(--home FOLDER\)$/,
      ),
    });
  });
});

describe('postern', () => {
  const postern = (...args: string[]) => heard((surroundings) => runPostern(args, surroundings));

  it.each([[[]], [['--help']], [['-h']], [['help']], [['policy']], [['policy', '--help']]])(
    'says what there is where it is asked to, or asked for nothing: %j',
    async (args) => {
      const { code, out, errors } = await postern(...args);
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(out).toContain('postern policy check');
    },
  );

  it('does what stands behind policy', async () => {
    const { code, out } = await postern('policy', 'check', '--policies', join(folder, 'policies'));
    expect({ code, out }).toEqual({ code: 0, out: '1 file of policies: no errors' });
  });

  it.each([
    [['deploy'], 'there is no command deploy: there is policy'],
    [['policy', 'bogus'], 'there is no command bogus: there are check, test, replay'],
  ])('complains once of what it does not understand, and says what there is: %j', async (args, message) => {
    const { code, out, errors } = await postern(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(errors.split(message)).toHaveLength(2);
    expect(errors).toContain('postern policy check');
  });
});
