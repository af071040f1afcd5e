import type { DynamoDBRecord } from 'aws-lambda';
import { PublisherPump } from '../drive/publisher-pump.ts';
import { errorLine, eventLine } from '../words/terminal-log.ts';
import type { LocalOptions } from './local-options.ts';
import { orderRecord, streamRecord } from './stream-record.ts';
import type { Wired } from './wire.ts';

/** What of the local store goes to the publisher: events, and orders of mail, each in the order of its commits. */
export interface Pumps {
  start(): void;
  /** Resolves when all that is there has been published. */
  drained(): Promise<void>;
  stop(): void;
}

const publishWith =
  ({ functions }: Wired) =>
  async (records: DynamoDBRecord[]): Promise<number | null> => {
    const { batchItemFailures } = await functions.publisher({ Records: records });
    const [failed] = batchItemFailures;
    return failed === undefined ? null : Number(failed.itemIdentifier);
  };

export const pumpsOf = (wired: Wired, { clock, say }: Pick<LocalOptions, 'clock' | 'say'>): Pumps => {
  const { store } = wired.dependencies;
  const publish = publishWith(wired);
  const onError = (error: unknown) => say(errorLine(error));
  const places = {
    readCursor: (name: string) => store.readCursor(name),
    saveCursor: (name: string, position: number) => store.saveCursor(name, position),
    onCommit: (listener: () => void) => store.onCommit(listener),
  };
  const events = new PublisherPump({
    kind: 'Event',
    source: { ...places, after: (position, limit) => store.eventsAfter(position, limit) },
    cursor: 'publisher',
    pause: clock,
    onError,
    publish: async (placed) => {
      for (const { event } of placed) say(eventLine(event));
      return await publish(placed.map(streamRecord));
    },
  });
  const orders = new PublisherPump({
    kind: 'Order of mail',
    source: { ...places, after: (position, limit) => store.ordersAfter(position, limit) },
    cursor: 'mail-orders',
    pause: clock,
    onError,
    publish: (placed) => publish(placed.map(orderRecord)),
  });
  return {
    start: () => {
      events.start();
      orders.start();
    },
    drained: async () => {
      await events.drained();
      await orders.drained();
    },
    stop: () => {
      events.stop();
      orders.stop();
    },
  };
};
