import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defanged, shownName } from '../../../functions/domain/mails/defang.ts';

describe("a person's text", () => {
  it.each([
    ['https://evil.example/login', 'hxxps://evil[.]example/login'],
    ['HTTP://Evil.Example', 'hxxp://Evil[.]Example'],
    ['http:/evil.example', 'hxxp:/evil[.]example'],
    ['see www.evil.example now', 'see www[.]evil[.]example now'],
    ['ftp://evil.example', 'ftp[:]//evil[.]example'],
    ['slack://open?x=1', 'slack[:]//open?x=1'],
    ['mailto:bob@evil.example', 'mailto[:]bob@evil[.]example'],
    ['javascript:alert(1)', 'javascript[:]alert(1)'],
    ['bob@evil.example', 'bob@evil[.]example'],
    ['evil.example', 'evil[.]example'],
    ['evil。example', 'evil[。]example'],
    ['10.20.30.40', '10[.]20[.]30[.]40'],
    ['\\\\fileserver\\share', '[\\\\]fileserver\\share'],
    ['[click](https://evil.example)', '[click](hxxps://evil[.]example)'],
  ])('has its links taken apart: %s', (text, shown) => {
    expect(defanged(text)).toBe(shown);
  });

  it.each([
    'Failed migration: read the stuck orders. Thanks!',
    'It is 3.5 GB since 10:30, ticket OPS-12; see std::vector... please',
    'ratio 1:2, 50% <done> & "quoted"',
  ])('stays as it is where nothing looks like a link: %s', (text) => {
    expect(defanged(text)).toBe(text);
  });

  it('never leaves anything that a mail program links by itself', () => {
    const piece = fc.constantFrom(
      'http',
      'https',
      ':',
      '/',
      '//',
      '.',
      'www',
      'evil',
      'com',
      '@',
      '\\',
      '1',
      ' ',
      '\u200d',
      'é',
      '[',
      ']',
      'hxxp',
    );
    const text = fc.oneof(
      fc.webUrl(),
      fc.emailAddress(),
      fc.ipV4(),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        const shown = defanged(written);
        expect(shown).not.toMatch(/https?:/i);
        expect(shown.replace(/hxxps?:/gi, '')).not.toMatch(/\p{L}:\/\//u);
        expect(shown).not.toMatch(/[^\s.]\.\p{L}/u);
        expect(shown).not.toMatch(/\d\.\d+\.\d+\.\d/);
        expect(shown.replaceAll('[\\\\]', '')).not.toMatch(/\\\\\S/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a principal's name", () => {
  it.each(['alice@example.com', 'o.hara+x@mail-1.example.com', 'machine:nightly-export', 'postern'])(
    'is shown as it is: %s',
    (name) => {
      expect(shownName(name)).toBe(name);
    },
  );

  it('is taken apart where it has not the plain shape of a name', () => {
    expect(shownName('https://evil.example/@example.com')).toBe('hxxps://evil[.]example/@example[.]com');
    expect(shownName('alice@example.com\nevil.example')).toBe('alice@example[.]com\nevil[.]example');
  });
});
