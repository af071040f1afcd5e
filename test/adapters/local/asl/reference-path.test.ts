import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../functions/adapters/local/asl/json.ts';
import {
  find,
  parseReferencePath,
  read,
  write,
} from '../../../../functions/adapters/local/asl/reference-path.ts';

const scope = (data: Json): { data: Json; context: Json } => ({ data, context: { Task: { Token: 't' } } });

describe('a reference path', () => {
  it('leads through names, quoted names and places in a list', () => {
    const data = { a: { 'b c': [{ d: 1 }, { d: 2 }] } };

    expect(read("$.a['b c'][1].d", scope(data))).toBe(2);
    expect(read('$', scope(data))).toEqual(data);
    expect(read('$$.Task.Token', scope(data))).toBe('t');
  });

  it('finds nothing where there is nothing, null where there is null', () => {
    expect(find('$.a.b', scope({ a: 'text' }))).toBeUndefined();
    expect(find('$.a[3]', scope({ a: [1] }))).toBeUndefined();
    expect(find('$.a', scope({ a: null }))).toBeNull();
    expect(() => read('$.a', scope({}))).toThrow('States.Runtime: The path $.a points at nothing.');
  });

  it('never finds what objects inherit', () => {
    expect(find('$.constructor', scope({}))).toBeUndefined();
    expect(find('$.a.length', scope({ a: [1] }))).toBeUndefined();
    expect(find('$.__proto__', scope({}))).toBeUndefined();
  });

  it.each([
    '',
    'a',
    '$a',
    '$.',
    '$..a',
    '$.a[*]',
    '$.a[-1]',
    '$.a[?(@.b)]',
    '$.a[0:1]',
    '$.a.',
    '$[a]',
    '$.a b',
  ])('is not written %j', (text) => {
    expect(parseReferencePath(text)).toBeUndefined();
  });

  it('places a value beside what is there, and changes nothing else', () => {
    const data = { a: { b: 1 }, c: 2 };

    expect(write('$.a.d.e', data, 3)).toEqual({ a: { b: 1, d: { e: 3 } }, c: 2 });
    expect(write('$', data, 3)).toBe(3);
    expect(data).toEqual({ a: { b: 1 }, c: 2 });
  });

  it('places nothing inside a value that is no object', () => {
    expect(() => write('$.a.b', { a: [] }, 1)).toThrow('States.ResultPathMatchFailure');
    expect(() => write('$.a', 'text', 1)).toThrow('States.ResultPathMatchFailure');
    expect(() => write('$.a.b', { a: null }, 1)).toThrow('States.ResultPathMatchFailure');
  });

  it('reads back what it placed, without touching a prototype', () => {
    const name = fc.oneof(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/), fc.constant('__proto__'));
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), fc.jsonValue(), (names, value) => {
        const path = `$${names.map((part) => `.${part}`).join('')}`;
        const expected = JSON.parse(JSON.stringify(value));
        const written = write(path, {}, expected);
        expect(read(path, scope(written))).toEqual(expected);
        expect(Object.prototype).not.toHaveProperty('polluted');
        if (names.length > 0) expect(Object.getPrototypeOf(written)).toBe(Object.prototype);
      }),
    );
  });
});
