import { type Aliases, canonicalMailbox, type Principal, personIn } from '../../domain/principal.ts';
import type { Ruling } from './judge.ts';
import type { ActionName } from './terms.ts';

/** The same person by each of their other mailboxes, as the configuration knows people. */
export const otherSelves = (requester: Principal, people: Aliases | undefined): readonly Principal[] => {
  if (requester.kind === 'machine' || people === undefined) return [];
  const own = canonicalMailbox(requester.email);
  return Object.values(people)
    .flat()
    .filter((mailbox) => mailbox !== own && personIn(people, mailbox) === personIn(people, own))
    .map((email) => ({ ...requester, email }));
};

type Rule = (action: ActionName) => Ruling;

/** What the policies permit this mailbox, unless they forbid it to any other of the same person. */
export const strictest = (own: Rule, others: readonly Rule[]): Rule => {
  if (others.length === 0) return own;
  return (action) => {
    const mine = own(action);
    const theirs = others.map((rule) => rule(action));
    const failed = [...new Set([mine, ...theirs].flatMap((ruling) => ruling.failed))];
    const forbidding = theirs.filter(({ isPermitted, by }) => !isPermitted && by.length > 0);
    if (forbidding.length === 0) return { ...mine, failed };
    const by = [...forbidding.flatMap((ruling) => ruling.by), ...(mine.isPermitted ? [] : mine.by)];
    return { isPermitted: false, by: [...new Set(by)], failed };
  };
};
