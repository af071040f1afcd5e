import type { Ids, Secrets } from '../../functions/ports/ids.ts';

const counter = (render: (count: number) => string) => {
  let count = 0;
  return () => render(++count);
};

const inBase36 = (prefix: string) => counter((count) => `${prefix}${count.toString(36).padStart(26, '0')}`);

/** Ids in the shapes of the real ones, counted up: the first request is `req_00000000000000000000000001`. */
export const sequentialIds = (): Ids => ({
  requestId: inBase36('req_'),
  ledgerId: inBase36('lg_'),
  runId: counter((count) => `run-${count}`),
});

/** Secrets in the shapes of the real ones, counted up: the first code is `000001`. */
export const sequentialSecrets = (): Secrets => ({
  token: counter((count) => `token-${count}`.padEnd(43, '_')),
  code: counter((count) => String(count % 1_000_000).padStart(6, '0')),
});
