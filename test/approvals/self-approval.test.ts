import { describe, expect, it } from 'vitest';
import { hashDecision, hashToken } from '../../functions/domain/approval-link.ts';
import { HOUR } from '../../functions/domain/instant.ts';
import { canonicalMailbox } from '../../functions/domain/principal.ts';
import { type ApiWorld, ASK, anApiWorld, ROBOT_ROLE, ROBOT_SESSION } from '../handlers/support/api-world.ts';
import { claimsOf, signatureOf } from '../handlers/support/http-call.ts';
import { ORDERS } from '../support/world.ts';

/** Mailboxes that are alice's, in thirty ways of writing them. */
const DISGUISES: readonly string[] = [
  'alice@example.com',
  'ALICE@example.com',
  'Alice@Example.Com',
  'alice@EXAMPLE.COM',
  ' alice@example.com',
  'alice@example.com ',
  '\talice@example.com',
  'alice@example.com\n',
  'alice+approver@example.com',
  'alice+@example.com',
  'alice++@example.com',
  'ALICE+OPS@EXAMPLE.COM',
  'alice+a+b@example.com',
  'alice+bob@example.com',
  '\uff41lice@example.com',
  '\uff21\uff2c\uff29\uff23\uff25@example.com',
  'alice@\uff45xample.com',
  'alice\uff0bx@example.com',
  'alice\uff20example.com',
  '\u{1d41a}lice@example.com',
  '\u{1d4d0}lice@example.com',
  '\u24d0lice@example.com',
  'al\u2170ce@example.com',
  'ali\u217de@example.com',
  'alice@example\uff0ecom',
  'alice@example\u2024com',
  'a.smith@example.com',
  'A.Smith@example.com',
  'a.smith+ops@example.com',
  'alice@corp.example.com',
];

const PEOPLE = { alice: ['alice@example.com', 'a.smith@example.com', 'alice@corp.example.com'] };

/** What a machine of ours could call itself when it signs. */
const SIGNATURES: readonly string[] = [
  ROBOT_ROLE,
  ROBOT_SESSION,
  ...[
    'bob@example.com',
    'BOB@example.com',
    'bob',
    'bob@example.com/approve',
    'approver',
    'root',
    'person:bob',
    'machine:other',
    'a'.repeat(64),
    '..',
    '-',
    'run-18',
    'run=17',
    'run,17',
    'carol@example.com',
  ].map((session) => `arn:aws:sts::111122223333:assumed-role/nightly-export/${session}`),
  'arn:aws:sts::111122223333:assumed-role/Nightly-Export/run-17',
  'arn:aws:sts::111122223333:assumed-role/batch/nightly-export/run-17',
  'arn:aws:sts::999988887777:assumed-role/nightly-export/run-17',
  'arn:aws-cn:sts::111122223333:assumed-role/nightly-export/run-17',
  'arn:aws:iam::111122223333:role/nightly-export',
  'arn:aws:iam::111122223333:user/bob@example.com',
  'arn:aws:iam::111122223333:user/carol@example.com',
  'arn:aws:iam::111122223333:root',
  'arn:aws:sts::111122223333:federated-user/bob@example.com',
  'bob@example.com',
  'carol@example.com',
  '',
  'arn:aws:sts::111122223333:assumed-role/nightly-export/',
];

/** Every disguise is an approver: that the configuration says so gives nobody a right over their own request. */
const aWorldOfDisguises = (): ApiWorld =>
  anApiWorld({
    people: PEOPLE,
    targets: [
      {
        ...ORDERS,
        requesters: [...ORDERS.requesters, 'machine:nightly-export'],
        approvers: [...new Set(DISGUISES.map(canonicalMailbox)), 'bob@example.com', 'carol@example.com'],
      },
    ],
  });

const APPROVE = { decision: 'APPROVE' } as const;

const isUndecided = async (world: ApiWorld, id: string): Promise<boolean> => {
  const { status, reviews } = await world.read(id);
  return status === 'PENDING' && reviews.length === 0;
};

describe('nobody approves what they asked for themselves', () => {
  it('comes in thirty disguises a pathway', () => {
    expect(new Set(DISGUISES).size).toBe(30);
    expect(new Set(SIGNATURES).size).toBe(30);
  });

  it.each(DISGUISES)('by the API, as %j', async (email) => {
    const world = aWorldOfDisguises();
    const { id } = await world.ask();
    const { status } = await world.call({
      method: 'POST',
      path: `/v1/requests/${id}/reviews`,
      body: APPROVE,
      authorizer: claimsOf('alice', { email }),
    });
    expect([401, 403, 404]).toContain(status);
    expect(await isUndecided(world, id)).toBe(true);
  });

  it.each(DISGUISES)('on the page, by a link of %j with its code', async (email) => {
    const world = aWorldOfDisguises();
    const request = await world.ask();
    expect(request.approvers).toEqual(['bob@example.com', 'carol@example.com']);
    const [token, code] = ['A'.repeat(43), '123456'];
    await world.store.putLink({
      tokenHash: hashToken(token),
      decisionHash: hashDecision(token, code),
      requestId: request.id,
      approver: canonicalMailbox(email),
      digest: request.digest,
      issuedAt: world.clock.now(),
      expiresAt: world.clock.now() + HOUR,
      tries: 0,
      spentAt: null,
    });
    const { status } = await world.onPage('/approve', { token, code, ...APPROVE });
    expect([403, 404]).toContain(status);
    expect(await isUndecided(world, request.id)).toBe(true);
  });

  it.each(SIGNATURES)('by the IAM API, signed as %j', async (arn) => {
    const world = aWorldOfDisguises();
    const { status: asked, json } = await world.asRobot().post('/iam/v1/requests', ASK);
    expect(asked).toBe(201);
    const { status } = await world.call({
      method: 'POST',
      path: `/iam/v1/requests/${json.id}/reviews`,
      body: APPROVE,
      authorizer: signatureOf(arn),
    });
    expect([401, 403, 404]).toContain(status);
    expect(await isUndecided(world, json.id)).toBe(true);
  });
});
