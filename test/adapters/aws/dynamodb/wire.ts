import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One HTTP request that went out to DynamoDB; an SDK's retry is another one. */
export interface Call {
  /** `GetItem`, `TransactWriteItems`, … */
  readonly operation: string;
  readonly body: Record<string, unknown>;
}

interface Outgoing {
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

const callOf = ({ headers, body }: Outgoing): Call => ({
  operation: headers['x-amz-target']?.split('.')[1] ?? 'unknown',
  body: JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)),
});

/** Lets a test watch a client's traffic, and step in before or after each request. Watching begins anew with each call. */
export const watchWire = (
  client: DynamoDBDocumentClient,
  stepIn: { before?: (call: Call) => Promise<void>; after?: (call: Call) => Promise<void> } = {},
): { readonly calls: readonly Call[]; operations(): readonly string[] } => {
  const calls: Call[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      const call = callOf((args as unknown as { request: Outgoing }).request);
      calls.push(call);
      await stepIn.before?.(call);
      const answer = await next(args);
      await stepIn.after?.(call);
      return answer;
    },
    // The last step before the request leaves, inside of the SDK's retries.
    { step: 'deserialize', priority: 'low', name: 'watchWire', override: true },
  );
  return { calls, operations: () => calls.map(({ operation }) => operation) };
};

/** What Node says of a connection that broke; the SDK takes it as worth another attempt. */
export const connectionLost = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

interface Batch {
  readonly RequestItems?: Record<string, { readonly Keys: readonly unknown[] }>;
}

/** Has batches answered as DynamoDB does under load: the last `count` keys are handed back, to be asked for again. */
export const leaveOutOfBatches = (client: DynamoDBDocumentClient, count: number): void => {
  client.middlewareStack.add(
    (next) => async (args) => {
      const [[tableName, asked] = []] = Object.entries((args.input as Batch).RequestItems ?? {});
      if (!tableName || !asked) return next(args);
      const some = (Keys: readonly unknown[]) => ({ [tableName]: { ...asked, Keys } });
      const input = { ...args.input, RequestItems: some(asked.Keys.slice(0, -count)) };
      const answer = await next({ ...args, input });
      return { ...answer, output: { ...answer.output, UnprocessedKeys: some(asked.Keys.slice(-count)) } };
    },
    { step: 'initialize', priority: 'low', name: 'leaveOutOfBatches' },
  );
};
