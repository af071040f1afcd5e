import type { WrittenPolicy } from '../../adapters/cedar/written-policy.ts';
import { canonicalMailbox } from '../../domain/principal.ts';

const MAILBOX = /^[^@\s]+@[^@\s]+$/;

/** Every text in a part of a policy: ids of entities, and what attributes are compared with. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
};

/** Mailboxes that nobody is known by: a `forbid` on one would be without effect, and nobody would notice. */
export const strangeMailboxes = ({
  json,
  text,
}: WrittenPolicy): readonly { readonly offset: number; readonly message: string }[] =>
  [...new Set(textsIn([json.principal, json.conditions]))]
    .filter((each) => MAILBOX.test(each) && each !== canonicalMailbox(each))
    .map((each) => ({
      offset: Math.max(0, text.indexOf(each)),
      message: `nobody is known as ${each}: mailboxes are written in small letters, ${canonicalMailbox(each)}`,
    }));
