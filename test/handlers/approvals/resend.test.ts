import { describe, expect, it } from 'vitest';
import { resendView } from '../../../functions/handlers/schemas/resend.ts';
import { askApprovers } from '../../../functions/use-cases/ask-approvers.ts';
import { anApiWorld } from '../support/api-world.ts';

const asked = async () => {
  const world = anApiWorld();
  const { id } = await world.ask();
  await askApprovers(world.dependencies)({ requestId: id, taskToken: 'task-token' });
  const token = /#([A-Za-z0-9_-]{43})/.exec(world.mails[0]?.text ?? '')?.[1] ?? '';
  world.mails.length = 0;
  return { ...world, id, token };
};

describe('asking for a fresh link from the page', () => {
  it('orders a mail to the approver of the link, and sends none itself', async () => {
    const { onPage, token, mails, sendOrders, log } = await asked();
    const { status, json } = await onPage('/approve/resend', { token });
    expect(status).toBe(202);
    expect(resendView.parse(json)).toEqual(json);
    expect(mails).toEqual([]);
    await sendOrders();
    expect(mails.map(({ to }) => to)).toEqual(['bob@example.com']);
    expect(log.text()).not.toContain(token);
  });

  it('is answered alike, to the letter, for live and dead tokens', async () => {
    const { onPage, token, approve, id } = await asked();
    const answerTo = async (text: string) => {
      const { status, headers, text: body } = await onPage('/approve/resend', { token: text });
      return { status, headers, body };
    };
    const live = await answerTo(token);
    const others = [
      token,
      'x'.repeat(43),
      token.slice(0, 42),
      `${token}A`,
      token.toUpperCase(),
      '',
      'a b',
      '../../etc',
    ];
    for (const other of others) expect(await answerTo(other)).toEqual(live);
    await approve(id);
    expect(await answerTo(token)).toEqual(live);
    expect(live.status).toBe(202);
  });

  it.each([
    ['no token', {}],
    ['a list of tokens', { token: ['x'] }],
    ['an unknown field', { token: 'x', approver: 'mallory@example.com' }],
  ])('is refused with %s', async (_, body) => {
    const { onPage } = await asked();
    expect((await onPage('/approve/resend', body)).status).toBe(400);
  });

  it('is refused from another site, and orders nothing', async () => {
    const { onPage, token, sendOrders, mails } = await asked();
    const { status, json } = await onPage('/approve/resend', { token }, { 'sec-fetch-site': 'cross-site' });
    expect([status, json.code]).toEqual([403, 'CROSS_SITE']);
    await sendOrders();
    expect(mails).toEqual([]);
  });

  it('by GET changes nothing', async () => {
    const { approvals, writes } = await asked();
    const before = writes.length;
    const { httpEvent, send } = await import('../support/http-call.ts');
    await send(approvals, httpEvent({ method: 'GET', path: '/approve/resend' }));
    expect(writes.length).toBe(before);
  });
});
