import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../functions/adapters/local/sqlite/sqlite-access-store.ts';
import { DAY } from '../../functions/domain/instant.ts';
import { ALICE, aNewRequest, anAsk, aPermission, START } from '../support/request-records.ts';

interface Step {
  readonly heading: string;
  readonly script: string;
  /** What the page says that it prints; null where it says nothing. */
  readonly output: string | null;
}

/** The steps of the page: its shell blocks, each with the text block that follows it. */
const steps = (): readonly Step[] => {
  const blocks = [
    ...readFileSync('docs/policy.md', 'utf8').matchAll(/^#+ (.*)$|^```(sh|text)\n([\s\S]*?)^```$/gm),
  ];
  let heading = '';
  return blocks.flatMap(([, title, kind, content = ''], index) => {
    if (title !== undefined) heading = title;
    if (kind !== 'sh') return [];
    const [, , following, output = ''] = blocks[index + 1] ?? [];
    return [{ heading, script: content, output: following === 'text' ? output : null }];
  });
};

describe('the chapter on policies', () => {
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'postern-chapter-'));
    // Copied is what the steps change; the rest is the repository's own.
    cpSync('config', join(folder, 'config'), { recursive: true });
    for (const name of ['functions', 'local', 'node_modules', 'package.json']) {
      symlinkSync(resolve(name), join(folder, name));
    }
    mkdirSync(join(folder, '.postern'));
    const store = openSqliteStore(join(folder, '.postern', 'postern.sqlite'));
    const access = { group: anAsk().access.group, permissions: [aPermission()] };
    const requester = { ...ALICE, groups: ['on-call'] };
    const asked = {
      target: 'orders-replica',
      requester,
      access,
      requestedAt: START - 3 * DAY,
      startsAt: START - 3 * DAY,
    };
    for (const durationMinutes of [30, 60]) {
      await store.commit({ changes: [aNewRequest({ ...asked, durationMinutes })] });
    }
    store.close();
  });

  it('has steps', () => {
    expect(steps().length).toBeGreaterThanOrEqual(7);
  });

  // One after the other: each stands on what those before it have made.
  it.each(steps())('$heading', ({ heading, script, output }) => {
    const printed = execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (output !== null) expect(printed).toBe(output);
    if (heading.includes('come out otherwise')) {
      expect(printed).toContain('now automatic, 30 minutes, by on-call-reads');
      expect(printed).toContain('2 requests since 2026-11-01T00:00:00.000Z: 1 would come out otherwise');
    }
  });
});
