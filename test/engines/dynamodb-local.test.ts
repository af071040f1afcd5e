import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { describeOn } from './describe-on.ts';
import { dynamoDbLocalVersion, missingForDynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

const needed = {
  engine: `DynamoDB Local ${dynamoDbLocalVersion() ?? ''}`.trim(),
  missing: missingForDynamoDbLocal(),
};

describeOn(needed, 'Harness of DynamoDB Local', () => {
  it('answers on the loopback, on no other address of the machine, and not after its end', async () => {
    const engine = await startDynamoDbLocal();
    const { port } = new URL(engine.endpoint);
    const addresses = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal);

    expect(await answers(engine.endpoint)).toBe(true);
    for (const { address } of addresses) expect(await answers(`http://${address}:${port}`)).toBe(false);
    await engine.stop();
    expect(await answers(engine.endpoint)).toBe(false);
  });

  it('runs twice at a time, apart from each other', async () => {
    const engines = await Promise.all([startDynamoDbLocal(), startDynamoDbLocal()]);
    const [one, other] = engines.map(({ endpoint }) => endpoint);
    expect(one).not.toBe(other);
    await engines[0].stop();
    expect(await answers(other ?? '')).toBe(true);
    await engines[1].stop();
  });
});
