import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { setStage } from '../../local/demo/stage.ts';
import { HttpClient } from './support/http-client.ts';

const bash = async (script: string): Promise<string> =>
  (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script])).stdout;

const canPaste = ['bash', 'curl', 'sed', 'grep'].every(
  (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).status === 0,
);

const isCommand = (line: string): boolean => /^(\w+=\$\(|curl |node )/.test(line);

/** What stands between fences in the README and asks for a port. */
const asksOfReadme = (): readonly string[] => {
  const text = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const blocks = text.split(/^```.*$/m).filter((_, index) => index % 2 === 1);
  return blocks.filter((block) => block.includes('"$URL/v1/requests"'));
};

describe.skipIf(!canPaste)('the lines that npm start prints', () => {
  it('make the whole journey when they are pasted one after the other', { timeout: 60_000 }, async () => {
    const stage = await setStage();
    onTestFinished(() => stage.clear());
    const postern = stage.start();
    await postern.answers(stage.origin);

    const commands = postern.output.split('\n').filter(isCommand);
    const [knock = ''] = commands;
    const said = await bash(commands.join('\necho\n'));
    expect(said).toContain('ECONNREFUSED');
    expect(said).toContain('"status":"PENDING"');
    expect(said).toContain('"status":"APPROVED"');

    const id = /req_[0-9a-z]{26}/.exec(said)?.[0] ?? '';
    const http = new HttpClient(stage.origin);
    while ((await http.request(id)).grant?.status !== 'ACTIVE') {
      await http.call('GET', `/v1/requests/${id}?wait=20`, { by: 'alice' });
    }
    expect(await bash(knock)).toContain('hello from behind the gate');

    const events = postern.output.split('\n').find((line) => line.includes('What happened:')) ?? '';
    const trail = events.slice(events.indexOf('curl')).replace('$ID', id);
    const [token = ''] = commands.filter((line) => line.startsWith('ALICE='));
    expect(await bash(`${token}\n${trail}`)).toContain('ACTIVATED');
  });

  it('are all that the README asks with, the emergency included', { timeout: 60_000 }, async () => {
    const stage = await setStage();
    onTestFinished(() => stage.clear());
    const postern = stage.start();
    await postern.answers(stage.origin);

    const [, printed = ''] = / API +(\S+)/.exec(postern.output) ?? [];
    const alice = postern.output.split('\n').find((line) => line.startsWith('ALICE=')) ?? '';
    const [inEmergency = '', ask = '', ...more] = asksOfReadme();
    expect(more).toEqual([]);
    expect(await bash(`URL=${printed}\n${alice}\nTOKEN=$ALICE\n${ask}`)).toContain('"status":"PENDING"');
    // The stage has a port of its own.
    const pasted = inEmergency.replace('http://127.0.0.1:8080', printed);
    const opened = JSON.parse(await bash(pasted));
    expect(opened).toMatchObject({ requester: 'dora@example.com', breakGlass: true, status: 'APPROVED' });
  });
});
