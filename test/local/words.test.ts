import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { observeRule } from '../../functions/adapters/observe-rule.ts';
import { loadLocalConfiguration } from '../../local/load-local-configuration.ts';
import { farewell } from '../../local/words/farewell.ts';
import { sampleJourney } from '../../local/words/sample-journey.ts';
import { eventLine } from '../../local/words/terminal-log.ts';
import { welcome } from '../../local/words/welcome.ts';
import { aNewRequest } from '../support/records.ts';

const sample = loadLocalConfiguration(join(import.meta.dirname, '../../config/postern.yaml'));
const { configuration, local } = sample;

describe('what npm start says', () => {
  it('names the addresses that it really has', () => {
    const journey = sampleJourney(configuration, local.gates, local.identities);
    const text = welcome({ origin: 'http://127.0.0.1:9999', home: '/tmp/x', gates: local.gates, journey });
    expect(text).toContain('http://127.0.0.1:9999/local/');
    expect(text).toContain('127.0.0.1:15432');
    expect(text).not.toContain('8080');
    expect(text).toMatch(/ API +http:\/\/127\.0\.0\.1:9999 /);
  });

  it('has alice ask and bob decide, for the target that has a gate here', () => {
    expect(sampleJourney(configuration, local.gates, local.identities)).toMatchObject({
      target: { name: 'demo-db' },
      requester: 'alice@example.com',
      approver: 'bob@example.com',
      listenPort: 15432,
    });
  });

  it('has the approver sign in where that is asked for, and type the code of the mail otherwise', () => {
    const signIn = loadLocalConfiguration(join(import.meta.dirname, '../../docs/examples/sign-in.yaml'));
    const textOf = (played: typeof sample) =>
      welcome({
        origin: 'http://127.0.0.1:9999',
        home: '/tmp/x',
        gates: played.local.gates,
        journey: sampleJourney(played.configuration, played.local.gates, played.local.identities),
      });
    expect(textOf(signIn)).toContain('press its link, sign in.');
    expect(textOf(sample)).toContain('press its link, type its code.');
  });

  it('proposes nothing where nothing could be tried', () => {
    const nobody = sampleJourney(configuration, local.gates, []);
    expect(nobody).toBeNull();
    expect(sampleJourney(configuration, [], local.identities)).toBeNull();
    const text = welcome({ origin: 'http://127.0.0.1:1', home: '/tmp/x', gates: [], journey: nobody });
    expect(text).not.toContain('curl');
  });

  it('says in the end what stays', () => {
    const [gate] = local.gates;
    if (gate === undefined) throw new Error('The sample has a gate');
    const port = {
      group: gate.group,
      protocol: 'tcp',
      port: gate.port,
      listen: { host: '127.0.0.1', port: 15432 },
      forward: { host: '127.0.0.1', port: 1 },
      connections: 0,
    } as const;
    expect(farewell({ ports: [{ ...port, isOpen: false, rules: [] }] })).toBe('Stopped. No rule stands.');
    const rule = observeRule({
      ruleId: 'sgr-1',
      protocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      source: '127.0.0.1/32',
      description: null,
      deployment: null,
    });
    expect(farewell({ ports: [{ ...port, isOpen: true, rules: [rule] }] })).toContain(
      'sgr-1 (127.0.0.1:15432) still stands, as it would on EC2.',
    );
    const two = [rule, { ...rule, ruleId: 'sgr-2' }];
    expect(farewell({ ports: [{ ...port, isOpen: true, rules: two }] })).toContain(
      'sgr-1 (127.0.0.1:15432), sgr-2 (127.0.0.1:15432) still stand, as they would on EC2.',
    );
  });

  it('tells of each transition in a line', () => {
    const { event, after } = aNewRequest();
    if (event === null) throw new Error('Asking is a transition');
    expect(eventLine(event)).toBe(`09:00:00Z  ${after.id}  REQUESTED by alice@example.com: PENDING`);
  });
});
