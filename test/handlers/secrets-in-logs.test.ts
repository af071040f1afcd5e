import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createApiHandler } from '../../functions/handlers/api/create-handler.ts';
import { createAskApproversHandler } from '../../functions/handlers/ask-approvers/create-handler.ts';
import { randomSecrets } from '../../functions/runtime/random-ids.ts';
import { createSignals } from '../../functions/runtime/signals.ts';
import { ASK, anApiWorld } from './support/api-world.ts';
import { CONTEXT, claimsOf, httpEvent, send } from './support/http-call.ts';

const CODE = '493817';

/** A world in which every secret is known, and every signal is a line of the log. */
const aTalkativeWorld = () => {
  const world = anApiWorld();
  const token = randomSecrets.token();
  const taskToken = randomBytes(480).toString('base64');
  const dependencies = {
    ...world.dependencies,
    secrets: { token: () => token, code: () => CODE },
    signals: createSignals({ log: world.log.log, count: () => undefined }),
  };
  return { ...world, dependencies, token, taskToken };
};

describe('no secret is in the log', () => {
  it('through a whole journey, with what goes wrong on the way', async () => {
    const { as, onPage, dependencies, token, taskToken, log } = aTalkativeWorld();
    const asked = await as('alice').post('/v1/requests', ASK, { 'idempotency-key': 'key-of-alice-493817' });
    await createAskApproversHandler(dependencies)(
      { version: 1, action: 'ask', requestId: asked.json.id, taskToken },
      CONTEXT,
    );
    const decision = { token, code: CODE, decision: 'APPROVE' };
    await onPage('/approve/preview', { token });
    await onPage('/approve', { ...decision, code: '493818' });
    await onPage('/approve', { ...decision, extra: token });
    await onPage('/approve', `{"token":"${token}","code":"${CODE}"`);
    await onPage('/approve', decision, { 'sec-fetch-site': 'cross-site' });
    await onPage('/approve', decision);
    await onPage('/approve', decision);
    expect(log.codes().filter((code) => code === 'CALL_ANSWERED')).toHaveLength(8);
    for (const secret of [token, CODE, '493818', taskToken, taskToken.slice(0, 40), 'key-of-alice']) {
      expect(log.text()).not.toContain(secret);
    }
  });

  it('when an error of a library quotes it', async () => {
    const { ask, dependencies, token, taskToken, log } = aTalkativeWorld();
    const { id } = await ask();
    await dependencies.store.saveTaskToken(id, taskToken);
    const workflow = {
      ...dependencies.workflow,
      resume: async () => {
        throw new Error('The decision was not delivered', {
          cause: new Error(
            `Value '${taskToken}' at 'taskToken' failed to satisfy constraint, after ${token}`,
          ),
        });
      },
    };
    const api = createApiHandler({ ...dependencies, workflow });
    const cancel = { method: 'POST', path: `/v1/requests/${id}/cancel`, authorizer: claimsOf('alice') };
    expect((await send(api, httpEvent(cancel))).status).toBe(200);
    expect(log.codes()).toEqual(['WORKFLOW_CALL_FAILED', 'CALL_ANSWERED']);
    expect(log.text()).toContain('failed to satisfy constraint');
    expect(log.text()).not.toContain(taskToken.slice(0, 60));
    expect(log.text()).not.toContain(token);
  });

  it('when an event is not as it must be', async () => {
    const { dependencies, taskToken, log } = aTalkativeWorld();
    const event = { version: 1, action: 'ask', requestId: 'req_1', taskToken };
    await expect(createAskApproversHandler(dependencies)(event, CONTEXT)).rejects.toThrow('requestId');
    expect(log.codes()).toEqual(['EVENT_FAILED']);
    expect(log.text()).not.toContain(taskToken.slice(0, 60));
  });
});
