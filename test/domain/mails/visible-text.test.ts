import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, oneLine } from '../../../functions/domain/mails/visible-text.ts';

const ANY_TEXT = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '\r',
      '\n',
      '\u2028',
      '\u0085',
      '\u202e',
      '\u200b',
      '\u3164',
      '\u{e0002}',
      '\ud800',
      ' ',
      'a',
    ),
  }),
);
const UNSEEN =
  /\u034f|[\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]/u;

describe('text as one line', () => {
  it.each([
    ['a line break of any kind', 'one\r\ntwo\u2028three\u0085four', 'one two three four'],
    ['a bidi override', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
    [
      'fillers, tags and reserved signs that are as invisible',
      'a\u3164b\u{e0041}c\u{e0002}d\u{e0101}e',
      'abcde',
    ],
    ['a lone surrogate', 'half \ud83d a face', 'half \ufffd a face'],
  ])('loses %s', (_, text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  it.each([
    ['above', 'a\u0301'],
    ['below', 'a\u0317'],
    ['around', 'a\u20dd'],
  ])('loses marks that are stacked %s a letter, from the fifth on', (_, marked) => {
    const mark = marked.slice(1);
    expect(oneLine(`x${mark.repeat(200)}y${mark.repeat(4)}z`)).toBe(`x${mark.repeat(4)}y${mark.repeat(4)}z`);
    expect(linesOf(`x${mark.repeat(200)}\n${mark.repeat(5)}`)).toEqual([
      `x${mark.repeat(4)}`,
      mark.repeat(4),
    ]);
  });

  it('counts the marks of a letter through joiners and marks of another kind', () => {
    const tower = `\u0915${'\u0301\u200d'.repeat(3)}${'\u093e\u0301'.repeat(3)}`;
    expect(oneLine(tower)).toBe(`\u0915${'\u0301\u200d'.repeat(3)}\u093e\u0301\u093e\u093e`);
  });

  it.each(['မြို့', 'Việt Nam'.normalize('NFD'), 'בְּרֵאשִׁ֖ית', 'क्षत्रिय', '1️⃣', 'བསྒྲུབས'])(
    'keeps the marks that are written: %s',
    (word) => {
      expect(oneLine(word)).toBe(word);
    },
  );

  it('keeps the joiners without which scripts and emoji cannot be written', () => {
    expect(oneLine('می‌خواهم 👩‍💻 ☎️')).toBe('می‌خواهم 👩‍💻 ☎️');
  });

  it('is never more than one line, whatever the text', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        expect(oneLine(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(oneLine(text)).not.toMatch(UNSEEN);
      }),
    );
  });
});

describe('text as lines', () => {
  it('never has more than four marks on a letter, whatever the text', () => {
    const unit = fc.constantFrom(
      'a',
      '\u0301',
      '\u0317',
      '\u20dd',
      '\ufe0f',
      '\u093e',
      '\u200d',
      '\u200b',
      '\n',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        for (const run of linesOf(text).flatMap((line) => line.split('a'))) {
          expect(run.match(/[\p{Mn}\p{Me}]/gu)?.length ?? 0).toBeLessThanOrEqual(4);
        }
      }),
    );
  });

  it('breaks wherever a program might break', () => {
    expect(linesOf('a\nb\r\nc\rd\u2028e\u2029f\u0085g\vh\fi')).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
      'g',
      'h',
      'i',
    ]);
  });

  it('leaves at most one empty line in a row, and none at the start', () => {
    expect(linesOf(`\n\nfirst${'\n'.repeat(500)}second`)).toEqual(['first', '', 'second']);
  });

  it('has no line that holds a break or anything unseen, whatever the text', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        for (const line of linesOf(text)) {
          expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
          expect(line).not.toMatch(UNSEEN);
        }
      }),
    );
  });
});
