import { describe, expect, it } from 'vitest';
import { askApprovers } from '../../../functions/use-cases/ask-approvers.ts';
import { ORDERS } from '../../support/world.ts';
import { anApiWorld } from '../support/api-world.ts';

const SIGN_IN = {
  clientId: 'postern',
  authorizationEndpoint: 'https://login.example.com/authorize',
  tokenEndpoint: 'https://login.example.com/token',
  scope: 'openid email',
  token: 'id_token',
} as const;

const asked = async () => {
  const world = anApiWorld({
    signIn: SIGN_IN,
    targets: [{ ...ORDERS, sharedMailboxes: ['team@example.com'] }],
  });
  const { id } = await world.ask();
  await askApprovers(world.dependencies)({ requestId: id, taskToken: 'task-token' });
  const tokenOf = (to: string) => {
    const text = world.mails.find((mail) => mail.to === to)?.text ?? '';
    return /#([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';
  };
  const decide = (to: string, code = '123456') =>
    world.onPage('/approve', { token: tokenOf(to), code, decision: 'APPROVE' });
  return { ...world, id, tokenOf, decide };
};

describe('where approvers must sign in', () => {
  it('a link decides nothing, and says where to sign in and what to review then', async () => {
    const { decide, id, read, writes } = await asked();
    const before = writes.length;
    const { status, json } = await decide('bob@example.com');
    expect([status, json.code]).toEqual([403, 'SIGN_IN_REQUIRED']);
    expect(json).toMatchObject({
      requestId: id,
      signIn: { ...SIGN_IN, issuer: 'https://issuer.example.com' },
    });
    expect((await read(id)).status).toBe('PENDING');
    expect(writes.length).toBe(before);
  });

  it('a link that leads nowhere is not found, as ever', async () => {
    const { onPage } = await asked();
    const body = { token: 'x'.repeat(43), code: '123456', decision: 'APPROVE' };
    expect((await onPage('/approve', body)).status).toBe(404);
  });

  it('the mail has a link and no code', async () => {
    const { mails } = await asked();
    for (const { text, html } of mails) {
      expect(text).toContain('asks you to sign in');
      expect(text).not.toContain('Code:');
      expect(html).not.toContain('Code:');
    }
  });

  it('the one who has signed in decides through the API', async () => {
    const { as, id, read } = await asked();
    const { status } = await as('bob').post(`/v1/requests/${id}/reviews`, { decision: 'APPROVE' });
    expect(status).toBe(200);
    expect((await read(id)).status).toBe('APPROVED');
  });

  it('a shared mailbox is written to, can look, and is nobody who decides', async () => {
    const { mails, decide, as, onPage, tokenOf, id, read } = await asked();
    expect(mails.map(({ to }) => to)).toContain('team@example.com');
    const preview = await onPage('/approve/preview', { token: tokenOf('team@example.com') });
    expect(preview.json).toMatchObject({ approver: 'team@example.com', usable: true });
    expect((await decide('team@example.com')).json.code).toBe('SIGN_IN_REQUIRED');
    const { status } = await as('team').post(`/v1/requests/${id}/reviews`, { decision: 'APPROVE' });
    expect(status).toBe(404);
    expect((await read(id)).status).toBe('PENDING');
  });

  it('a shared mailbox decides nothing by its link where signing in is no longer asked for', async () => {
    const { dependencies, tokenOf, id, read, mails } = await asked();
    const { createApprovalsHandler } = await import(
      '../../../functions/handlers/approvals/create-handler.ts'
    );
    const { httpEvent, send } = await import('../support/http-call.ts');
    const { signIn: _, ...configuration } = dependencies.configuration;
    const handler = createApprovalsHandler({ ...dependencies, configuration });
    const body = { token: tokenOf('team@example.com'), code: '123456', decision: 'APPROVE' };
    const { status } = await send(handler, httpEvent({ method: 'POST', path: '/approve', body }));
    expect([404, 422]).toContain(status);
    expect((await read(id)).reviews).toEqual([]);
    expect(mails.length).toBeGreaterThan(0);
  });
});
