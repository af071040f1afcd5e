import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../functions/domain/audit-event.ts';
import { createPublisherHandler } from '../../functions/handlers/publisher/create-handler.ts';
import { aWorld } from '../support/world.ts';
import { CONTEXT } from './support/http-call.ts';
import { recordedLog } from './support/recorded-log.ts';

/** Records are numbered from 1; what they hold is told to the handler beside them. */
const published = async (
  events: readonly (AuditEvent | null | 'BROKEN')[],
  world: ReturnType<typeof aWorld>,
) => {
  const recorded = recordedLog();
  const handler = createPublisherHandler({
    ...world.dependencies,
    log: recorded.log,
    readRecord: ({ dynamodb }) => {
      const event = events[Number(dynamodb?.SequenceNumber) - 1];
      if (event === 'BROKEN') throw new Error('Expected an item of kind AUDIT_EVENT');
      return event ?? null;
    },
    readOrder: () => null,
  });
  const Records = events.map(
    (_, index): DynamoDBRecord => ({ dynamodb: { SequenceNumber: `${index + 1}` } }),
  );
  return { answer: await handler({ Records }, CONTEXT), log: recorded };
};

const approved = async () => {
  const world = aWorld();
  const { id } = await world.ask();
  await world.approve(id);
  return { world, events: await world.store.events(id) };
};

describe('the publisher', () => {
  it('mails what happened to whom it concerns, once', async () => {
    const { world, events } = await approved();
    expect((await published([...events, null], world)).answer).toEqual({ batchItemFailures: [] });
    const first = world.mails.map(({ to }) => to);
    expect(first.sort()).toEqual(['alice@example.com', 'bob@example.com', 'carol@example.com']);
    await published(events, world);
    expect(world.mails).toHaveLength(3);
  });

  it('names the first record that it could not publish, and leaves those behind it', async () => {
    const { world, events } = await approved();
    const { answer, log } = await published([events[0] as AuditEvent, 'BROKEN', ...events], world);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(log.lines[0]).toMatchObject({
      code: 'RECORD_NOT_PUBLISHED',
      facts: { sequenceNumber: '2', error: { message: expect.stringContaining('AUDIT_EVENT') } },
    });
    expect(world.mails).toEqual([]);
  });

  it('comes back for what mail did not take', async () => {
    const { world, events } = await approved();
    world.mailer.answer = { outcome: 'UNAVAILABLE', detail: 'Throttled' };
    expect((await published(events, world)).answer.batchItemFailures).toEqual([{ itemIdentifier: '2' }]);
    world.mailer.answer = { outcome: 'SENT' };
    expect((await published(events, world)).answer.batchItemFailures).toEqual([]);
    expect(world.mails).toHaveLength(3);
  });
});
