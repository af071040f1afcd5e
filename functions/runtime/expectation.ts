import type * as z from 'zod';

/** What the kinds of a value are called where they are not called by schemas' names for them. */
export type KindsInWords = Readonly<Record<string, string>>;

const IN_WORDS: KindsInWords = {
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
};

const UNIT: KindsInWords = { array: ' entries', string: ' characters' };

/**
 * What a schema expected, for the person who wrote something else. A message that the schema brings itself is used as
 * it is.
 *
 * @param kinds what those that people call otherwise are called where they wrote: in JSON, or in YAML
 */
export const expectation = (issue: z.core.$ZodIssue, kinds: KindsInWords): string => {
  if (issue.message.startsWith('expected ')) return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${kinds[issue.expected] ?? IN_WORDS[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return `expected at least ${issue.minimum}${UNIT[issue.origin] ?? ''}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${UNIT[issue.origin] ?? ''}`;
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(' or ')}`;
    case 'invalid_key':
      return issue.issues.map(({ message }) => message).join('; ');
    default:
      return issue.message;
  }
};
