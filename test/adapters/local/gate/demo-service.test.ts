import { once } from 'node:events';
import { expect, it } from 'vitest';
import { GREETING, startDemoService } from '../../../../functions/adapters/local/gate/demo-service.ts';
import { knock, lineClient } from './sockets.ts';

it('greets, repeats lines to each client on its own, and cuts them when it closes', async () => {
  const service = await startDemoService();
  const [one, two] = [await lineClient(service.address.port), await lineClient(service.address.port)];
  expect([await one.next(), await two.next()]).toEqual([GREETING, GREETING]);
  expect(await one.ask('one')).toBe('one');
  expect(await two.ask('two')).toBe('two');

  const cut = Promise.all([once(one.socket, 'close'), once(two.socket, 'close')]);
  await service.close();
  await cut;
  expect(await knock(service.address.port)).toBe('ECONNREFUSED');
});
