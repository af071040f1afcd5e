import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findTarget } from '../../../functions/domain/configuration.ts';
import { groupKey, parseGroupKey } from '../../../functions/domain/rule-key.ts';
import { loadConfiguration } from '../../../functions/runtime/configuration/load-configuration.ts';

const file = join(import.meta.dirname, '../../../config/postern.yaml');
const load = (place = {}) => {
  const result = loadConfiguration(readFileSync(file, 'utf8'), { file, ...place });
  if (result.outcome === 'REFUSED') throw new Error(result.report);
  return result;
};

describe('the example configuration', () => {
  it('has a target to try on this machine: two who may ask, two who approve, one approval', () => {
    expect(findTarget(load().configuration, 'demo-db')).toMatchObject({
      allowedSources: ['127.0.0.0/8'],
      requesters: ['alice@example.com', 'carol@example.com'],
      approvers: ['bob@example.com', 'carol@example.com'],
      requiredApprovals: 1,
    });
  });

  it('has an emergency to try on this machine, for one who is on call by her token', () => {
    const { configuration, local } = load();
    const demo = findTarget(configuration, 'demo-db');
    const onCall = local.identities.filter(({ groups }) => groups.includes('on-call'));
    expect(demo?.breakGlass).toEqual({ requesters: ['group:on-call'], maxMinutes: 15 });
    expect(onCall.map(({ email }) => email)).toEqual(['dora@example.com']);
    expect(demo?.approvers).not.toContain('dora@example.com');
  });

  it('can be played beside the example of signing in', () => {
    const other = join(import.meta.dirname, '../../../docs/examples/sign-in.yaml');
    const read = loadConfiguration(readFileSync(other, 'utf8'), { file: other });
    if (read.outcome === 'REFUSED') throw new Error(read.report);
    const taken = load().local.gates.map(({ listenPort }) => listenPort);
    for (const { listenPort } of read.local.gates) expect(taken).not.toContain(listenPort);
  });

  it('guards that target at port 15432', () => {
    const { configuration, local } = load({ account: '000000000000', region: 'local-1' });
    const target = findTarget(configuration, 'demo-db');
    expect(local.gates).toEqual([
      { group: target?.group, port: target?.ports[0]?.fromPort, listenPort: 15432, forwardPort: null },
    ]);
  });

  it('lets everybody that it speaks of be acted as, and one who may nothing', () => {
    const { configuration, local } = load();
    const people = local.identities.map(({ email }) => email);
    expect(people).toContain('mallory@example.com');
    expect(JSON.stringify(configuration)).not.toContain('mallory');
    const named = [
      ...configuration.auditors,
      ...configuration.admins,
      ...configuration.targets.flatMap(({ approvers }) => approvers),
    ];
    expect(people).toEqual(expect.arrayContaining([...new Set(named)]));
  });

  it('names groups as the ledger can read them back', () => {
    for (const place of [{}, { account: '000000000000', region: 'local-1' }]) {
      const groups = load(place).configuration.targets.map(({ group }) => group);
      expect(groups.map((group) => parseGroupKey(groupKey(group)))).toEqual(groups);
    }
  });
});
