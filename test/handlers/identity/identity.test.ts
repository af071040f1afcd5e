import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../functions/domain/configuration.ts';
import { machineOfArn } from '../../../functions/handlers/identity/machine-of-arn.ts';
import { normalisedPrincipal } from '../../../functions/runtime/configuration/iam-principal.ts';
import { flattenClaims } from '../../../local/identity/flat-claims.ts';
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

const PAYLOAD = {
  iss: 'https://login.example.com/',
  sub: 'id-of-alice',
  email: 'alice@example.com',
  email_verified: true,
  iat: 1_800_000_000,
  exp: 1_800_003_600,
};
/** Without what is undefined, as in a token. */
const written = (payload: unknown) => JSON.parse(JSON.stringify(payload));
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const tokenOf = (payload: unknown) => `${encoded({ alg: 'RS256' })}.${encoded(payload)}.c2lnbmF0dXJl`;

/** A call whose token the authorizer has verified; what it made of the claims, and the header, may be another's. */
const withToken = (
  groups: unknown,
  claims: Record<string, unknown> = {},
  authorization: string | null = `Bearer ${tokenOf({ ...PAYLOAD, groups })}`,
): HttpCall => ({
  ...TARGETS,
  ...(authorization === null ? {} : { headers: { authorization } }),
  authorizer: {
    jwt: { claims: { ...flattenClaims(written({ ...PAYLOAD, groups })), ...claims }, scopes: null },
  },
});
const ENGINEERING = ['engineering'];
const headerOf = (more: Record<string, unknown>) =>
  `Bearer ${tokenOf({ ...PAYLOAD, groups: ENGINEERING, ...more })}`;

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
    [
      'by a mailbox of which the issuer does not say that it is verified',
      withClaim({ email_verified: undefined }),
    ],
    ['by a group with a space', withToken(['friends of engineering'])],
    ['by a group with a comma', withToken(['engineering,ops'])],
    ['by a group of other characters', withToken(['engineering', 'ops&admins'])],
    ['by a group of other letters', withToken(['еngineering'])],
    ['by a group with brackets', withToken(['[engineering]'])],
    ['by a group with a line break', withToken(['engineering\n'])],
    ['by a group without a name', withToken(['', 'engineering'])],
    ['by groups within groups', withToken([['engineering'], 'ops'])],
    ['by groups that are numbers', withToken([1, 2])],
    ['by groups that are one text', withToken('engineering')],
    ['by groups that are one text with brackets', withToken('[engineering ops]')],
    ['by groups that are an object', withToken({ engineering: true })],
    ['by groups that the authorizer cut', withToken(['engineering', 'ops'], { groups: '[engineering' })],
    ['by groups that the authorizer joined otherwise', withToken(['a', 'b'], { groups: '[a, b]' })],
    ['by groups that the authorizer split', withToken(['a b'], { groups: ['a', 'b'] })],
    ['by groups that only the authorizer knows', withToken(undefined, { groups: '[engineering]' })],
    [
      'by groups that only the header knows more of',
      withToken(['engineering', 'ops'], { groups: '[engineering]' }),
    ],
    ['by groups without the token', withToken(ENGINEERING, {}, null)],
    ['by groups beside an empty header', withToken(ENGINEERING, {}, '')],
    ['by groups beside a header of another kind', withToken(ENGINEERING, {}, 'Basic YWxpY2U6c2VjcmV0')],
    ['by groups beside a token that is none', withToken(ENGINEERING, {}, 'Bearer a.b.c')],
    ['by groups beside a token of a list', withToken(ENGINEERING, {}, `Bearer ${tokenOf([])}`)],
    ['by groups beside two tokens', withToken(ENGINEERING, {}, `${headerOf({})},${headerOf({})}`)],
    ['by groups of somebody else', withToken(ENGINEERING, {}, headerOf({ sub: 'id-of-bob' }))],
    ['by groups of somebody without a subject', withToken(ENGINEERING, {}, headerOf({ sub: undefined }))],
    ['by groups of another mailbox', withToken(ENGINEERING, {}, headerOf({ email: 'bob@example.com' }))],
    ['by groups of another issuer', withToken(ENGINEERING, {}, headerOf({ iss: 'https://evil.example/' }))],
    ['by groups of an earlier token', withToken(ENGINEERING, {}, headerOf({ iat: 1_700_000_000 }))],
    ['by groups of a token that ends later', withToken(ENGINEERING, {}, headerOf({ exp: 1_900_000_000 }))],
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
    ['writes the mailbox in capitals', { email: 'Alice@Example.COM' }],
  ])('is known who %s', async (_, claims) => {
    expect(await requesterOf(claims)).toBe('alice@example.com');
  });

  it.each<readonly [string, HttpCall]>([
    ['no groups', withToken([])],
    ['no claim of groups, whatever the header says', withToken(undefined, {}, headerOf({}))],
    ['groups', withToken(['engineering', 'arn:aws:group/x_1.2-3'])],
    ['groups that the authorizer did not flatten', withToken(ENGINEERING, { groups: ['engineering'] })],
    [
      'a token without the word Bearer',
      withToken(ENGINEERING, {}, tokenOf({ ...PAYLOAD, groups: ENGINEERING })),
    ],
    ['a time that is written otherwise', withToken(ENGINEERING, { exp: '1.8000036E9' })],
  ])('is known who has %s', async (_, call) => {
    expect((await anApiWorld().call(call)).status).toBe(200);
  });

  it('is in the groups of the token', async () => {
    const { configuration } = anApiWorld();
    const targets = configuration.targets.map((target) => ({ ...target, requesters: ['group:engineering'] }));
    const world = anApiWorld({ targets });
    const seen = async (call: HttpCall) =>
      (await world.call(call)).json.items.map(({ name }: { name: string }) => name);
    expect(await seen(withToken(['ops', 'engineering']))).toEqual(['orders-db']);
    expect(await seen(withToken(['ops', 'engineering2']))).toEqual([]);
    expect(await seen(withToken(undefined, {}, headerOf({})))).toEqual([]);
  });

  it('is told which group cannot be read', async () => {
    const { json } = await anApiWorld().call(withToken(['ops', 'friends of engineering']));
    expect(json.detail).toContain('"friends of engineering"');
  });

  it('is found under the claims that the configuration names', async () => {
    const names = { emailClaim: 'upn', groupsClaim: 'cognito:groups', emailsAreVerified: true };
    const world = anApiWorld({ identity: { ...aConfiguration().identity, ...names } });
    const payload = { sub: 'id-of-alice', upn: 'alice@example.com', 'cognito:groups': ['a'] };
    const call = {
      ...TARGETS,
      headers: { authorization: `Bearer ${tokenOf(payload)}` },
      authorizer: { jwt: { claims: flattenClaims(payload) } },
    };
    expect((await world.call(call)).json.items).toHaveLength(1);
    expect((await world.call({ ...TARGETS, authorizer: claimsOf('alice') })).status).toBe(401);
  });
});

describe('an issuer of which the configuration says that its mailboxes are verified', () => {
  const statusOf = async (claims: Record<string, unknown>, identity: Partial<Configuration['identity']>) => {
    const world = anApiWorld({ identity: { ...aConfiguration().identity, ...identity } });
    return (await world.call(withClaim(claims))).status;
  };

  it('need not say so in each token, and is believed where it denies it', async () => {
    const identity = { emailsAreVerified: true };
    expect(await statusOf({ email_verified: undefined }, identity)).toBe(200);
    expect(await statusOf({ email_verified: 'false' }, identity)).toBe(401);
  });

  it('is the only one whose mailbox is taken from another claim, of which email_verified says nothing', async () => {
    const claims = { upn: 'alice@example.com', email_verified: 'true' };
    expect(await statusOf(claims, { emailClaim: 'upn' })).toBe(401);
    expect(await statusOf(claims, { emailClaim: 'upn', emailsAreVerified: false })).toBe(401);
    expect(await statusOf(claims, { emailClaim: 'upn', emailsAreVerified: true })).toBe(200);
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
