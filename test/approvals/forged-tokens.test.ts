import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashToken } from '../../functions/domain/approval-link.ts';
import type { Secrets } from '../../functions/ports/ids.ts';
import { askApprovers } from '../../functions/use-cases/ask-approvers.ts';
import { decideByLink } from '../../functions/use-cases/decide-by-link.ts';
import { previewLink } from '../../functions/use-cases/preview-link.ts';
import { aConfiguration, aWorld } from '../support/world.ts';

const FORGERIES = 10_000;
const LINKS = 20;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Shaped as random ones are, and the same in every run. */
const hashedSecrets = () => {
  const given: { token: string; code: string }[] = [];
  const secrets: Secrets = {
    token: () => {
      const token = createHash('sha256').update(`token ${given.length}`).digest('base64url');
      given.push({ token, code: String(100_000 + given.length) });
      return token;
    },
    code: () => given.at(-1)?.code ?? '',
  };
  return { secrets, given };
};

const replaced = (text: string, at: number, by: string): string =>
  text.slice(0, at) + by + text.slice(at + 1);

/** Ways to make another token of one that is good; `count` varies each. */
const MUTATIONS: readonly ((token: string, count: number, other: string) => string)[] = [
  (token, count) => {
    const at = count % token.length;
    const next = ALPHABET[(ALPHABET.indexOf(token[at] ?? '') + 1 + (count % 63)) % 64] ?? '';
    return replaced(token, at, next);
  },
  (token, count) => token.slice(0, count % token.length),
  (token, count) => token.slice(1 + (count % 42)),
  (token, count) => token + ALPHABET[count % 64],
  (token, count) => ALPHABET[count % 64] + token,
  (token, count) => replaced(token, count % token.length, '%41'),
  (token, count) => replaced(token, count % token.length, '\u0410'),
  (token, count) => replaced(token, count % token.length, '\u0000'),
  (token, count) => `${' \t\n\r\u00a0\ufeff'[count % 6]}${token}`,
  (token) => `#${token}`,
  (token) => `${token}=`,
  (token) => `${token}.${token}`,
  (token) => [...token].reverse().join(''),
  (token) => hashToken(token),
  (token) => Buffer.from(token, 'base64url').toString('hex'),
  (token, count, other) => token.slice(0, 1 + (count % 41)) + other.slice(1 + (count % 41)),
  (token) => `../${token}`,
  (token, count) => `${token}${'A'.repeat(count)}`,
  (token) => JSON.stringify([token]),
  (token) =>
    token.replace(/[a-z]/gi, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    ),
];

it('of 10,000 tokens that were mutated, replayed or used with the code of another, none is accepted', async () => {
  const { secrets, given } = hashedSecrets();
  const world = aWorld(aConfiguration({ maxPendingPerRequester: 100 }));
  const dependencies = { ...world.dependencies, secrets };
  const decide = decideByLink(dependencies);
  const ids: string[] = [];
  while (given.length < LINKS * 2) {
    const { id } = await world.ask();
    ids.push(id);
    await askApprovers(dependencies)({ requestId: id, taskToken: 'task-token' });
  }
  const decision = { decision: 'APPROVE', comment: null, durationMinutes: null } as const;
  // Half of the requests are decided: their links are there to be replayed, by those who used them and by others.
  const spent = given.splice(0, LINKS);
  for (const [index, link] of spent.entries()) if (index % 2 === 0) await decide({ ...link, ...decision });
  const before = await Promise.all(ids.map((id) => world.read(id)));

  let accepted = 0;
  for (let count = 0; count < FORGERIES; count += 1) {
    const mutate = MUTATIONS[count % (MUTATIONS.length + 2)];
    const link = given[count % given.length] ?? { token: '', code: '' };
    const other = given[(count + 1) % given.length] ?? link;
    const replay = spent[count % spent.length] ?? link;
    const attempt = mutate
      ? { token: mutate(link.token, count, other.token), code: link.code }
      : count % 2 === 0
        ? replay
        : { token: link.token, code: other.code };
    const { outcome } = await decide({ ...attempt, ...decision });
    if (outcome === 'DECIDED') accepted += 1;
  }

  expect(accepted).toBe(0);
  expect(await Promise.all(ids.map(async (id) => (await world.read(id)).status))).toEqual(
    before.map(({ status }) => status),
  );
  const shown = await Promise.all(
    MUTATIONS.map((mutate, count) =>
      previewLink(dependencies)({ token: mutate(given[0]?.token ?? '', count, 'x') }),
    ),
  );
  expect(new Set(shown.map(({ outcome }) => outcome))).toEqual(new Set(['NOT_FOUND']));
}, 60_000);
