import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../functions/domain/hash.ts';
import { randomIds, randomSecrets } from '../../functions/runtime/random-ids.ts';
import { redacted } from '../../functions/runtime/redact.ts';
import { systemClock } from '../../functions/runtime/system-clock.ts';

const token = randomSecrets.token();
const taskToken = randomBytes(500).toString('base64');

describe('what is logged', () => {
  it.each([
    ['a link', `https://postern.example.com/approve#${token}`],
    ['a token in a sentence', `Value '${token}' failed to satisfy`],
    ['a task token in a sentence', `Value '${taskToken}' at 'taskToken'`],
    ['a token in JSON', JSON.stringify({ token, n: 1 })],
  ])('has no secret: %s', (_, text) => {
    expect(redacted(text)).toContain('[redacted]');
    expect(redacted(text)).not.toContain(token);
    expect(redacted(text)).not.toContain(taskToken.slice(0, 60));
  });

  it.each(['token', 'taskToken', 'code', 'authorization', 'cookie', 'access_token'])(
    'has nothing under the name of a secret: %s',
    (name) => {
      expect(redacted({ deep: [{ [name]: '123456' }] })).toEqual({ deep: [{ [name]: '[redacted]' }] });
    },
  );

  it('keeps what people search for', () => {
    const ids = randomIds(systemClock);
    const kept = [
      ids.requestId(),
      ids.ledgerId(),
      sha256('digest'),
      'arn:aws:states:eu-central-1:111122223333:execution:postern:req_00000000000000000000000001',
      '111122223333/eu-central-1/sg-0a1b2c3d4e5f60718',
      '5f2b7c1e-8a53-4f38-9d1a-0c3f6b1f7e55',
      'at file:///var/task/index.mjs:12:3456',
      17,
      true,
      null,
    ];
    expect(redacted(kept)).toEqual(kept);
  });

  it('has errors with their causes, and no secret in any of them', () => {
    const error = new Error('outer', { cause: new TypeError(`inner ${token}`, { cause: taskToken }) });
    expect(redacted({ error })).toMatchObject({
      error: {
        name: 'Error',
        message: 'outer',
        stack: expect.stringContaining('redact.test.ts'),
        cause: { name: 'TypeError', message: 'inner [redacted]', cause: '[redacted]' },
      },
    });
    expect(JSON.stringify(redacted({ error }))).not.toContain(token);
  });

  it('has an end, even of what has none', () => {
    const endless: Record<string, unknown> = {};
    endless.itself = endless;
    expect(JSON.stringify(redacted(endless))).toContain('[too deep]');
  });

  it('leaves out what is undefined, and writes what JSON cannot', () => {
    expect(redacted({ a: undefined, b: 10n, c: Symbol.iterator })).toEqual({
      b: '10',
      c: 'Symbol(Symbol.iterator)',
    });
  });
});
