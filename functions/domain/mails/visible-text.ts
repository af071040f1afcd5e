/**
 * Characters that are not seen but change what is: bidi controls, zero-width marks, fillers, tags. The two joiners and the two
 * selectors of a sign's style stay, because Persian, the Indic scripts and emoji cannot be written without them.
 */
const UNSEEN = /[[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]--[\u200c\u200d\ufe0e\ufe0f]]/gv;
/**
 * Marks above, below and around a letter, from the fifth on: stacked up, they are drawn over the lines around it. Burmese and
 * pointed Hebrew are written with up to four; marks that take a width of their own are not counted.
 */
const STACKED_MARKS = /(?<=(?:[\p{Mn}\p{Me}][\p{Mc}\u200c\u200d]*){4})[\p{Mn}\p{Me}]/gu;
const LINE_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;
const CONTROL = /\p{Cc}/gu;

/** Text of any origin as one line: no control character, no line break, nothing unseen. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNSEEN, '')
    .replace(STACKED_MARKS, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();

/** Text of any origin as lines, at most one empty line in a row, so that nobody pushes what follows out of sight. */
export const linesOf = (text: string): readonly string[] =>
  text
    .toWellFormed()
    .replace(UNSEEN, '')
    .replace(STACKED_MARKS, '')
    .replace(LINE_BREAK, '\n')
    .split('\n')
    .map((line) => line.replace(CONTROL, ' ').trimEnd())
    .filter((line, index, all) => line !== '' || (index > 0 && all[index - 1] !== ''));
