import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { runPolicyCommand } from '../../../local/policy/run.ts';

vi.mock(import('node:module'), async (original) => ({
  ...(await original()),
  isBuiltin: (name) => name !== 'node:sqlite',
}));

it('says which Node reads the records of npm start', async () => {
  const home = mkdtempSync(join(tmpdir(), 'postern-old-'));
  const complaints: string[] = [];
  writeFileSync(join(home, 'postern.sqlite'), '');
  const code = await runPolicyCommand(['replay', '--from', '2026-11-23', '--home', home], {
    name: 'postern policy',
    say: () => undefined,
    complain: (text) => complaints.push(text),
    now: Date.parse('2026-11-24'),
  });
  expect(code).toBe(1);
  expect(complaints.join()).toMatch(/read by Node 22\.13 or later, and this is v\d+\..*--table NAME/);
});
