import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupKey } from '../../functions/domain/rule-key.ts';
import { SCHEDULED_INPUTS } from '../../functions/runtime/scheduled-inputs.ts';
import { WORKFLOW_FILE } from '../../functions/runtime/workflow-functions.ts';
import { ORDERS } from '../support/world.ts';
import { aWorkflowWorld } from './support/workflow-world.ts';

const about = (action: string, requestId: string) => ({ version: 1, action, requestId });

describe('ask-approvers', () => {
  it('mails whoever may decide, and keeps the token of the execution that waits', async () => {
    const { functions, ask, mails, store } = aWorkflowWorld();
    const { id } = await ask();
    const answer = await functions.askApprovers({ ...about('ask', id), taskToken: 'AAAA' });
    expect(answer).toEqual({ outcome: 'ASKED', mailed: 2, of: 2 });
    expect(mails.map(({ to }) => to)).toEqual(['bob@example.com', 'carol@example.com']);
    expect(await store.readTaskToken(id)).toBe('AAAA');
  });

  it('throws while mail is away, so that the workflow tries again', async () => {
    const { functions, ask, mailer, log } = aWorkflowWorld();
    const { id } = await ask();
    mailer.answer = { outcome: 'UNAVAILABLE', detail: 'Throttled' };
    await expect(functions.askApprovers({ ...about('ask', id), taskToken: 'AAAA' })).rejects.toThrow(
      expect.objectContaining({ name: 'MailUnavailable' }),
    );
    expect(log.codes()).toContain('EVENT_FAILED');
  });
});

describe('ingress', () => {
  it('opens, and answers until when in whole seconds', async () => {
    const { functions, ask, approve, clock } = aWorkflowWorld();
    const { id } = await ask();
    await approve(id);
    await clock.advance(1);
    expect(await functions.ingress(about('activate', id))).toEqual({
      outcome: 'ACTIVE',
      expiresAt: '2026-11-23T09:30:01Z',
    });
  });

  it('answers that nothing is open where nothing may be', async () => {
    const { functions, ask } = aWorkflowWorld();
    const { id } = await ask();
    expect(await functions.ingress(about('activate', id))).toEqual({
      outcome: 'NOT_ACTIVE',
      expiresAt: null,
    });
  });

  it('throws StillOpening while it is not known whether the rule stands', async () => {
    const { functions, ask, approve, ec2, log } = aWorkflowWorld();
    const { id } = await ask();
    await approve(id);
    ec2.fail('authorize', 'LOST_BEFORE');
    await expect(functions.ingress(about('activate', id))).rejects.toThrow(
      expect.objectContaining({ name: 'StillOpening' }),
    );
    expect(log.codes()).toContain('EVENT_COMES_AGAIN');
    expect(log.codes()).not.toContain('EVENT_FAILED');
  });

  it('throws NotYetDue before the time, and says ENDED once every rule is settled', async () => {
    const { functions, openGrant, afterMinutes, ec2 } = aWorkflowWorld();
    const { id, access } = await openGrant();
    await expect(functions.ingress(about('end', id))).rejects.toThrow(
      expect.objectContaining({ name: 'NotYetDue' }),
    );
    await afterMinutes(30);
    expect(await functions.ingress(about('end', id))).toEqual({ outcome: 'ENDED', expiresAt: null });
    expect(ec2.standing(access.group)).toEqual([]);
  });

  it('throws StillClosing while EC2 does not let go', async () => {
    const { functions, openGrant, afterMinutes, ec2 } = aWorkflowWorld();
    const { id } = await openGrant();
    await afterMinutes(30);
    ec2.fail('revoke', 'ACCESS_DENIED');
    await expect(functions.ingress(about('end', id))).rejects.toThrow(
      expect.objectContaining({ name: 'StillClosing' }),
    );
  });

  it('closes at once what somebody ended early', async () => {
    const { functions, openGrant, revoke, grantStatus } = aWorkflowWorld();
    const { id } = await openGrant();
    await revoke(id);
    expect(await functions.ingress(about('end', id))).toEqual({ outcome: 'ENDED', expiresAt: null });
    expect(await grantStatus(id)).toBe('REVOKED');
  });
});

describe('timekeeper', () => {
  it('throws StillDecidable while people may decide, then answers what is on record', async () => {
    const { functions, ask, afterMinutes } = aWorkflowWorld();
    const { id } = await ask();
    await expect(functions.timekeeper(about('expire', id))).rejects.toThrow(
      expect.objectContaining({ name: 'StillDecidable' }),
    );
    await afterMinutes(60);
    expect(await functions.timekeeper(about('expire', id))).toEqual({ outcome: 'EXPIRED' });
  });

  it('answers the decision of whoever was faster', async () => {
    const { functions, ask, approve } = aWorkflowWorld();
    const { id } = await ask();
    await approve(id);
    expect(await functions.timekeeper(about('expire', id))).toEqual({ outcome: 'APPROVED' });
  });

  it('does what is due when the scheduler says so', async () => {
    const { functions, ask, afterMinutes, read } = aWorkflowWorld();
    const { id } = await ask();
    await afterMinutes(61);
    expect(await functions.timekeeper(SCHEDULED_INPUTS.timekeeper)).toEqual({ due: 1, failed: 0 });
    expect((await read(id)).status).toBe('EXPIRED');
  });
});

describe('sweeper', () => {
  it('closes what nobody else closed when the scheduler says so', async () => {
    const { functions, openGrant, afterMinutes, grantStatus } = aWorkflowWorld();
    const { id } = await openGrant();
    await afterMinutes(31);
    expect(await functions.sweeper(SCHEDULED_INPUTS.sweeper)).toMatchObject({
      groups: 1,
      failed: 0,
      overdue: 0,
    });
    expect(await grantStatus(id)).toBe('EXPIRED');
  });

  it('looks at idle groups in their turn, and at all at once by the line that the README has for after a restore', async () => {
    const { functions, openGrant, revoke, end, ec2 } = aWorkflowWorld();
    const { id } = await openGrant();
    await revoke(id);
    await end(id);
    const before = ec2.calls.length;
    await functions.sweeper(SCHEDULED_INPUTS.sweeper);
    expect(ec2.calls.length).toBe(before);
    const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
    const [, payload = ''] = /--payload '([^']+)'/.exec(readme) ?? [];
    expect(await functions.sweeper(JSON.parse(payload))).toMatchObject({ groups: 1, failed: 0 });
    expect(ec2.calls.slice(before).map(({ kind }) => kind)).toEqual(['list']);
  });
});

describe('an event that is not ours', () => {
  const id = `req_${'0'.repeat(26)}`;
  it.each<readonly [keyof ReturnType<typeof aWorkflowWorld>['functions'], unknown]>([
    ['askApprovers', {}],
    ['askApprovers', about('ask', id)],
    ['askApprovers', { ...about('ask', id), taskToken: '' }],
    ['askApprovers', { ...about('ask', id), taskToken: 'AAAA', more: 1 }],
    ['ingress', null],
    ['ingress', about('open', id)],
    ['ingress', { ...about('activate', id), version: 2 }],
    ['ingress', { ...about('end', id), version: '1' }],
    ['ingress', about('end', 'req_1')],
    ['ingress', { version: 1, action: 'converge', group: groupKey(ORDERS.group) }],
    ['ingress', { ...about('end', id), group: groupKey(ORDERS.group) }],
    ['sweeper', { version: 1, action: 'sweep' }],
    ['sweeper', { version: 1, action: 'sweep', all: 'yes' }],
    ['timekeeper', { version: 1 }],
    ['timekeeper', about('keep-time', id)],
  ])('is refused with an error that the workflow does not take for another: %s', async (name, event) => {
    const { functions, log } = aWorkflowWorld();
    await expect(functions[name](event)).rejects.toThrow(expect.objectContaining({ name: 'TypeError' }));
    expect(log.codes()).toEqual(['EVENT_FAILED']);
  });
});

it('throws every error that the workflow file retries by name', () => {
  const named = [
    ...readFileSync(WORKFLOW_FILE, 'utf8').matchAll(/"ErrorEquals":\s*\["(?!States\.)(\w+)"\]/g),
  ].map(([, name]) => name);
  expect([...new Set(named)].sort()).toEqual(['NotYetDue', 'StillClosing', 'StillDecidable', 'StillOpening']);
});
