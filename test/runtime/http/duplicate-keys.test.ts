import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicateKey } from '../../../functions/runtime/http/duplicate-keys.ts';

describe('duplicate keys', () => {
  it.each([
    ['{"a":1,"a":2}', 'a', 'line 1, column 8'],
    ['{"a":1,"b":{"c":1,"c":1}}', 'b.c', 'line 1, column 19'],
    ['{"a":[1,{"b":1},{"b":1,"b":2}]}', 'a[2].b', 'line 1, column 24'],
    ['{\n  "a": 1,\n  "\\u0061": 2\n}', 'a', 'line 3, column 3'],
    ['{"a":{"b":1},"a":3}', 'a', 'line 1, column 14'],
    ['{"__proto__":1,"__proto__":2}', '__proto__', 'line 1, column 16'],
    ['{"":1,"":2}', '', 'line 1, column 7'],
    ['[{"a":1},{"a":1,"a":1}]', '[1].a', 'line 1, column 17'],
  ])('are found: %s', (text, path, place) => {
    expect(findDuplicateKey(text)).toEqual({ path, message: expect.stringContaining(place) });
  });

  it.each([
    '{}',
    '[]',
    '1',
    '"a,b"',
    '{"a":1,"b":1}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":["a","a","b"],"b":"a"}',
    '{"a" : "}" , "b" : "]" , "c" : ","}',
  ])('are not seen where none are: %s', (text) => {
    expect(findDuplicateKey(text)).toBeNull();
  });

  it('are never in what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(findDuplicateKey(text)).toBeNull();
      }),
    );
  });

  it('are found wherever one object has a key once more', () => {
    const key = fc.string({ unit: 'binary', maxLength: 5 });
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }),
        fc.nat(),
        (object, at) => {
          const keys = Object.keys(object);
          const again = JSON.stringify(keys[at % keys.length]);
          const text = `${JSON.stringify(object).slice(0, -1)},${again}:0}`;
          expect(findDuplicateKey(text)?.path).toBe(JSON.parse(again));
        },
      ),
    );
  });

  it('are looked for eight levels deep, and what is deeper is refused without a stack to overflow', () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(findDuplicateKey(nested(8))).toBeNull();
    expect(findDuplicateKey(nested(9))?.message).toMatch(/8 levels/);
    expect(findDuplicateKey(nested(8_000))?.message).toMatch(/8 levels/);
  });
});
