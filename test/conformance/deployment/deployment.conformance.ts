import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE } from '../../../functions/domain/instant.ts';
import { describeOn } from '../../engines/describe-on.ts';
import { PYTHON_ENGINES } from '../../engines/python-engines.ts';
import { PEOPLE } from './configuration.ts';
import { type Deployment, deployPostern } from './deployment.ts';
import { Executions } from './executions.ts';
import { ask, closed, decide, decidedAs, open, trail } from './steps.ts';
import { Transcript } from './transcript.ts';

const { ministack, moto } = PYTHON_ENGINES;
const engine = `MiniStack ${ministack.version}, moto ${moto.version}`;
const LIMIT = { timeout: 8 * MINUTE };
const OPENED = ['REQUESTED', 'APPROVED', 'ACTIVATION_STARTED', 'ACTIVATED'] as const;

/** Rights that hang on a condition are all that the doctor misses: MiniStack's simulator looks at no context. */
const onlyConditioned = (name: string) =>
  new RegExp(
    `^WRONG +EC2 rights of ${name}: ec2:CreateTags on \\S+ is denied; ec2:DescribeSecurityGroupRules on \\* is denied: `,
  );

describeOn({ engine, missing: undefined }, 'Deployed stack', () => {
  let postern: Deployment;
  let executions: Executions;
  const transcript = new Transcript(`Postern, deployed by the CDK CLI: ${engine}`);
  beforeAll(async () => {
    const tell = transcript.of('deploy');
    postern = await deployPostern();
    executions = new Executions(postern);
    tell(`infra/app.ts is deployed: ${postern.stateMachineArn}, ${postern.tableName}`);
  }, 5 * MINUTE);
  afterAll(() => postern?.stop(), MINUTE);

  // Those that take longest come first.
  it.concurrent('keeps a rule for as long as one of two grants needs it', LIMIT, async () => {
    const tell = transcript.of('overlap');
    const longer = await open(postern, 'carol', '10.20.5.1', tell, 2);
    const shorter = await open(postern, 'alice', '10.20.5.1', tell, 1);
    const { grant } = await shorter.client.granted(shorter.id, 'EXPIRED', 4 * MINUTE);
    expect(grant?.heldByGrants).toEqual([longer.id]);
    expect(await postern.group.openTo()).toContain(longer.source);
    tell(`alice's grant is EXPIRED, and EC2 still shows the rule: held by ${longer.id}`);
    await closed(postern, longer, 'EXPIRED', tell);
  });

  it.concurrent('closes what an older version opened', LIMIT, async () => {
    const tell = transcript.of('upgrade');
    const grant = await open(postern, 'carol', '10.20.7.1', tell, 2);
    await postern.upgrade(45);
    const { items } = await grant.client.expect<{ items: unknown[] }>(200, 'GET', '/v1/targets');
    expect(items).toMatchObject([{ name: 'orders-db', maxMinutes: 45 }]);
    expect(await executions.status(grant.id)).toBe('RUNNING');
    tell('another version is deployed and answers; the old execution is still RUNNING');
    await closed(postern, grant, 'EXPIRED', tell);
    expect(await executions.ended(grant.id)).toBe('SUCCEEDED');
    tell('the old execution has SUCCEEDED');
  });

  it.concurrent('expires what nobody decides', LIMIT, async () => {
    const tell = transcript.of('undecided');
    const asked = await ask(postern, 'alice', '10.20.3.1', tell);
    const { decideBy } = await decidedAs(asked, 'EXPIRED');
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(decideBy));
    expect(await executions.ended(asked.id)).toBe('SUCCEEDED');
    expect(await trail(asked, tell)).toEqual(['REQUESTED', 'UNDECIDED']);
  });

  it.concurrent('closes by the sweeper when the execution was stopped by hand', LIMIT, async () => {
    const tell = transcript.of('sweeper');
    const grant = await open(postern, 'alice', '10.20.6.1', tell);
    await executions.stop(grant.id);
    expect(await executions.status(grant.id)).toBe('ABORTED');
    tell('somebody stops its execution: ABORTED');
    await closed(postern, grant, 'EXPIRED', tell);
  });

  it.concurrent(
    'opens after an approval by mail, closes when the time is over, and tells it all',
    LIMIT,
    async () => {
      const tell = transcript.of('approve');
      expect(await postern.group.openTo()).not.toContain('10.20.1.1/32');
      const grant = await open(postern, 'alice', '10.20.1.1', tell);
      await postern.mailbox.mail(PEOPLE.alice, grant.id, 'Open');
      tell('alice has mail: it is open');
      const { grant: ended } = await closed(postern, grant, 'EXPIRED', tell);
      const openFor = Date.parse(String(ended?.endedAt)) - Date.parse(String(ended?.activatedAt));
      expect(openFor).toBeGreaterThanOrEqual(MINUTE);
      expect(openFor).toBeLessThan(4 * MINUTE);
      expect(await trail(grant, tell)).toEqual([...OPENED, 'REVOCATION_STARTED', 'EXPIRED']);
      await postern.mailbox.mail(PEOPLE.alice, grant.id, 'Ended');
      expect(await executions.ended(grant.id)).toBe('SUCCEEDED');
      tell('alice has mail: it is closed; the execution has SUCCEEDED');
    },
  );

  it.concurrent(
    'is examined by the doctor, who finds in order all that the emulators can tell',
    LIMIT,
    async () => {
      const tell = transcript.of('doctor');
      const said = await postern.doctor(PEOPLE.audra);
      for (const line of said) tell(line);
      const bad = said.filter((line) => !line.startsWith('OK')).slice(0, -1);
      // What stands in divergences.ts, and the quota of a fresh account, on moto as on AWS.
      expect(bad).toEqual([
        expect.stringMatching(onlyConditioned('ingress')),
        expect.stringMatching(onlyConditioned('sweeper')),
        expect.stringMatching(/^WRONG +Table: point-in-time recovery/),
        expect.stringMatching(/^WRONG +SES quota: 200 mails a day: this is the sandbox/),
      ]);
      expect(said).toContainEqual(expect.stringMatching(/^OK +Table: deletion protection$/));
      expect(said).toContainEqual(expect.stringMatching(/^OK +Issuer .* RSA keys with an id$/));
    },
  );

  it.concurrent(
    'lets in nobody without a token, and no more than the policy allows with one',
    LIMIT,
    async () => {
      const tell = transcript.of('strangers');
      expect((await postern.anybody.call('GET', '/v1/targets')).status).toBe(401);
      const mallory = await postern.as('mallory');
      const wanted = { target: 'orders-db', durationMinutes: 1, reason: 'why not', source: '10.20.8.1' };
      const refused = await mallory.call('POST', '/v1/requests', wanted);
      expect(refused.status).toBe(403);
      expect(JSON.parse(refused.body)).toMatchObject({ code: 'DENIED_BY_POLICY' });
      expect((await postern.anybody.call('GET', '/approve')).status).toBe(200);
      tell('no token: 401; mallory: 403; the approval page: 200');
    },
  );

  it.concurrent('opens nothing after a rejection', LIMIT, async () => {
    const tell = transcript.of('reject');
    const asked = await ask(postern, 'alice', '10.20.2.1', tell);
    expect(await decide(postern, asked, 'REJECT', tell)).toMatchObject({ status: 'REJECTED' });
    expect(await executions.ended(asked.id)).toBe('SUCCEEDED');
    expect(await postern.group.openTo()).not.toContain(asked.source);
    expect(await trail(asked, tell)).toEqual(['REQUESTED', 'REJECTED']);
    expect(
      (await postern.anybody.call('POST', '/approve', { ...asked.link, decision: 'APPROVE' })).status,
    ).toBe(409);
    tell('the link is used up: approving with it is refused');
  });

  it.concurrent('closes at once when a grant is ended early', LIMIT, async () => {
    const tell = transcript.of('revoke early');
    const grant = await open(postern, 'alice', '10.20.4.1', tell, 30);
    await grant.client.expect(202, 'POST', `/v1/requests/${grant.id}/revoke`);
    tell('alice ends it: 202');
    await closed(postern, grant, 'REVOKED', tell);
    expect(await trail(grant, tell)).toEqual([...OPENED, 'REVOCATION_STARTED', 'REVOKED']);
  });

  // Alone, and last: what it deploys is for nobody else, and in the end nothing is left. That must be said: vitest writes
  // what `it.concurrent` means into the options that it was given.
  it('leaves no open port behind: neither another configuration nor a deletion is let through', {
    ...LIMIT,
    concurrent: false,
  }, async () => {
    const tell = transcript.of('end');
    const grant = await open(postern, 'alice', '10.20.9.1', tell, 30);
    await expect(postern.renameTarget('reports-db')).rejects.toThrow('with retired: true');
    const { items } = await grant.client.expect<{ items: unknown[] }>(200, 'GET', '/v1/targets');
    expect(items).toMatchObject([{ name: 'orders-db' }]);
    tell('cdk deploy without orders-db is refused, and orders-db can still be asked for');
    const refused = await postern.mayBeDeleted();
    expect(refused).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(grant.id) });
    tell(`asked to be deleted, the stack answers: ${refused.Reason}`);

    await grant.client.expect(202, 'POST', `/v1/requests/${grant.id}/revoke`);
    await closed(postern, grant, 'REVOKED', tell);
    expect(await postern.mayBeDeleted()).toMatchObject({ Status: 'SUCCESS' });
    await postern.destroy();
    expect((await postern.anybody.call('GET', '/healthz')).status).not.toBe(200);
    tell('cdk destroy is let through: nothing answers any more');
  });
});
