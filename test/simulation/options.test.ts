import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

it.each([
  [[], { does: 'RUN_MANY', from: 1, count: 1_000 }],
  [['--seeds', '20'], { does: 'RUN_MANY', from: 1, count: 20 }],
  [['--seeds', '20', '--seed', '7'], { does: 'RUN_MANY', from: 7, count: 20 }],
  [['--seed', '7'], { does: 'TELL_ONE', seed: 7 }],
  [['--seed', '7', '--help'], 'HELP'],
])('plays what it was asked to: %j', (args, options) => {
  expect(readOptions(args)).toEqual(options);
});

it.each(['0', '-1', '1.5', 'seven', '1000000000', ''])('plays no seed %j', (seed) => {
  expect(() => readOptions([`--seed=${seed}`])).toThrow(
    '--seed: expected a whole number from 1 to 999999999',
  );
});
