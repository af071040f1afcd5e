import { describe, expect, it } from 'vitest';
import { machineOfArn, normalisedPrincipal } from '../../../functions/handlers/identity/machine-of-arn.ts';
import { aConfiguration } from '../../support/world.ts';
import { ASK, anApiWorld, ROBOT_SESSION } from '../support/api-world.ts';
import { claimsOf, type HttpCall, httpEvent, send, signatureOf } from '../support/http-call.ts';

const TARGETS: HttpCall = { method: 'GET', path: '/v1/targets' };
const IAM_TARGETS: HttpCall = { method: 'GET', path: '/iam/v1/targets' };

const FORGED = {
  authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJlbWFpbCI6ImFsaWNlQGV4YW1wbGUuY29tIn0.',
  'x-amzn-oidc-data': 'alice@example.com',
  'x-user-email': 'alice@example.com',
  'x-amz-user-arn': ROBOT_SESSION,
};
const withClaim = (more: Record<string, unknown>) => ({ ...TARGETS, authorizer: claimsOf('alice', more) });

describe('nobody is known', () => {
  it.each<readonly [string, HttpCall]>([
    ['without an authorizer', TARGETS],
    ['by a header that no authorizer has verified', { ...TARGETS, headers: FORGED }],
    ['by an empty authorizer', { ...TARGETS, authorizer: {} }],
    ['by an authorizer that is no object', { ...TARGETS, authorizer: 'alice@example.com' }],
    ['by claims that are none', { ...TARGETS, authorizer: { jwt: { claims: null } } }],
    [
      'by claims beside the authorizer',
      { ...TARGETS, authorizer: { claims: { email: 'alice@example.com' } } },
    ],
    ['by a Lambda authorizer', { ...TARGETS, authorizer: { lambda: { email: 'alice@example.com' } } }],
    ['by a signature on a route for tokens', { ...TARGETS, authorizer: signatureOf(ROBOT_SESSION) }],
    ['by a token on a route for signatures', { ...IAM_TARGETS, authorizer: claimsOf('alice') }],
    ['without a mailbox', withClaim({ email: undefined })],
    ['by an empty mailbox', withClaim({ email: '' })],
    ['by two mailboxes', withClaim({ email: 'alice@example.com,bob@example.com' })],
    ['by a list of mailboxes', withClaim({ email: '[alice@example.com bob@example.com]' })],
    ['by a mailbox with a name', withClaim({ email: 'Alice <alice@example.com>' })],
    ['by a mailbox of other letters', withClaim({ email: 'аlice@example.com' })],
    ['by a mailbox of wide letters', withClaim({ email: 'ａｌｉｃｅ@example.com' })],
    ['by a mailbox with a line break', withClaim({ email: 'alice@example.com\n' })],
    ['by a mailbox that is a number', withClaim({ email: 7 })],
    ['by a mailbox that is not verified', withClaim({ email_verified: 'false' })],
    ['by a mailbox that is not verified, said as JSON', withClaim({ email_verified: false })],
    ['by a mailbox that is somehow verified', withClaim({ email_verified: 'TRUE' })],
    ['by groups without brackets', withClaim({ groups: 'engineering' })],
    ['by groups that do not close', withClaim({ groups: '[engineering' })],
    ['by groups of other characters', withClaim({ groups: '[engineering ops&admins]' })],
    ['by groups with commas', withClaim({ groups: '[engineering, ops]' })],
    ['by groups with two spaces', withClaim({ groups: '[engineering  ops]' })],
    ['by groups within groups', withClaim({ groups: '[[engineering] ops]' })],
    ['by groups that are numbers', withClaim({ groups: [1, 2] })],
    ['by groups that are an object', withClaim({ groups: { engineering: true } })],
    [
      'by a signature of a stranger',
      { ...IAM_TARGETS, authorizer: signatureOf('arn:aws:iam::111122223333:user/eve') },
    ],
    [
      'by a signature of an account',
      { ...IAM_TARGETS, authorizer: signatureOf('arn:aws:iam::111122223333:root') },
    ],
    ['by a signature without a principal', { ...IAM_TARGETS, authorizer: { iam: {} } }],
    [
      'by the same role in another account',
      { ...IAM_TARGETS, authorizer: signatureOf(ROBOT_SESSION.replace('111122223333', '999988887777')) },
    ],
    [
      'by a user named like the role',
      { ...IAM_TARGETS, authorizer: signatureOf('arn:aws:iam::111122223333:user/nightly-export') },
    ],
    [
      'by a federated user',
      { ...IAM_TARGETS, authorizer: signatureOf('arn:aws:sts::111122223333:federated-user/nightly-export') },
    ],
  ])('%s', async (_, call) => {
    const world = anApiWorld();
    const { status, json, headers } = await world.call(call);
    expect([status, json.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(world.writes).toEqual([]);
  });
});

describe('a person', () => {
  const requesterOf = async (claims: Record<string, unknown>) => {
    const { api } = anApiWorld();
    const call = { method: 'POST', path: '/v1/requests', body: ASK, authorizer: claimsOf('alice', claims) };
    return (await send(api, httpEvent(call))).json.requester;
  };

  it.each<readonly [string, Record<string, unknown>]>([
    ['says verified as API Gateway writes it', { email_verified: 'true' }],
    ['says verified as JSON writes it', { email_verified: true }],
    ['has an issuer that does not say', { email_verified: undefined }],
    ['writes the mailbox in capitals', { email: 'Alice@Example.COM' }],
    ['has no groups', { groups: '[]' }],
    ['has groups', { groups: '[engineering arn:aws:group/x_1.2-3]' }],
    ['has groups that were not flattened', { groups: ['engineering'] }],
  ])('is known who %s', async (_, claims) => {
    expect(await requesterOf(claims)).toBe('alice@example.com');
  });

  it('is in the groups of the claim', async () => {
    const { configuration } = anApiWorld();
    const targets = configuration.targets.map((target) => ({ ...target, requesters: ['group:engineering'] }));
    const world = anApiWorld({ targets });
    const seen = async (groups: string) =>
      (await world.call(withClaim({ groups }))).json.items.map(({ name }: { name: string }) => name);
    expect(await seen('[ops engineering]')).toEqual(['orders-db']);
    expect(await seen('[ops engineering2]')).toEqual([]);
  });

  it('is found under the claims that the configuration names', async () => {
    const identity = { ...aConfiguration().identity, emailClaim: 'upn', groupsClaim: 'cognito:groups' };
    const world = anApiWorld({ identity });
    const claims = { jwt: { claims: { upn: 'alice@example.com', 'cognito:groups': '[a]' } } };
    expect((await world.call({ ...TARGETS, authorizer: claims })).json.items).toHaveLength(1);
    expect((await world.call({ ...TARGETS, authorizer: claimsOf('alice') })).status).toBe(401);
  });
});

describe('a machine', () => {
  it('asks under its name, and its owners cannot decide', async () => {
    const { configuration } = anApiWorld();
    const targets = configuration.targets.map((target) => ({
      ...target,
      requesters: ['machine:nightly-export'],
    }));
    const { asRobot, as } = anApiWorld({ targets });
    const { status, json, headers } = await asRobot().post('/iam/v1/requests', ASK);
    expect([status, json.requester]).toEqual([201, 'machine:nightly-export']);
    expect(headers.location).toBe(`/iam/v1/requests/${json.id}`);
    const review = async (name: string) =>
      (await as(name).post(`/v1/requests/${json.id}/reviews`, { decision: 'APPROVE' })).json;
    expect((await review('bob')).code).toBe('SELF_REVIEW');
    expect((await review('carol')).status).toBe('APPROVED');
  });

  it('never reviews', async () => {
    const { ask, asRobot } = anApiWorld();
    const { id } = await ask();
    const { status } = await asRobot().post(`/iam/v1/requests/${id}/reviews`, { decision: 'APPROVE' });
    expect(status).toBe(404);
  });

  it.each([
    [
      'arn:aws:sts::111122223333:assumed-role/nightly-export/i-0abc',
      'arn:aws:iam::111122223333:role/nightly-export',
    ],
    ['arn:aws:iam::111122223333:role/nightly-export', 'arn:aws:iam::111122223333:role/nightly-export'],
    ['arn:aws:iam::111122223333:role/a/b/nightly-export', 'arn:aws:iam::111122223333:role/nightly-export'],
    [
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Ops_0a1b/alice@example.com',
      'arn:aws:iam::111122223333:role/AWSReservedSSO_Ops_0a1b',
    ],
    ['arn:aws-cn:sts::111122223333:assumed-role/r/s', 'arn:aws-cn:iam::111122223333:role/r'],
    ['arn:aws:iam::111122223333:user/team/bot', 'arn:aws:iam::111122223333:user/team/bot'],
    ['arn:aws:sts::111122223333:assumed-role/a/b/c', 'arn:aws:sts::111122223333:assumed-role/a/b/c'],
  ])('is looked up: %s', (arn, principal) => {
    expect(normalisedPrincipal(arn)).toBe(principal);
  });

  it('is found by a role with a path, as by a user', () => {
    const machines = [
      {
        name: 'export',
        principal: 'arn:aws:iam::111122223333:role/batch/export',
        owners: ['dora@example.com'],
      },
      { name: 'bot', principal: 'arn:aws:iam::111122223333:user/team/bot', owners: ['erin@example.com'] },
    ];
    const configuration = aConfiguration({ machines });
    const nameOf = (arn: string) => {
      const found = machineOfArn(arn, configuration);
      return found.outcome === 'IDENTIFIED' && found.caller.kind === 'machine'
        ? found.caller.name
        : undefined;
    };
    expect(nameOf('arn:aws:sts::111122223333:assumed-role/export/s')).toBe('export');
    expect(nameOf('arn:aws:iam::111122223333:user/team/bot')).toBe('bot');
    expect(nameOf('arn:aws:iam::111122223333:user/other/bot')).toBeUndefined();
  });
});
