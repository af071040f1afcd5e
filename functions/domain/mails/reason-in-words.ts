import type { CloseFailure } from '../converge/facts.ts';

export interface ReasonInWords {
  readonly what: string;
  /** What the person who reads it can do. */
  readonly help: string;
}

const ASK_ADMIN = 'Please tell whoever runs Postern; asking again does not help until it is put right.';
const ASK_AGAIN = 'Please ask again.';

/** Every stable code with which a grant fails or ends before its time, or with which closing one fails. */
const REASONS = {
  RULE_EXISTS: {
    what: 'A rule that is not Postern’s lets in the same source on the same port already. Postern neither adopts nor removes it.',
    help: 'You may be able to connect as it is. Otherwise ask the owner of the security group about that rule.',
  },
  LIMIT_EXCEEDED: {
    what: 'The security group has no room for what was asked: a rule for each range of ports, or, from a prefix list, as many as that may have entries.',
    help: 'Ask the owner of the security group to remove rules or to raise its quota, then ask again.',
  },
  GROUP_NOT_FOUND: { what: 'The security group does not exist (any more).', help: ASK_ADMIN },
  SOURCE_NOT_FOUND: {
    what: 'The security group or prefix list that access would come from does not exist (any more), or not in the same network.',
    help: ASK_ADMIN,
  },
  ACCESS_DENIED: { what: 'AWS does not let Postern change this security group.', help: ASK_ADMIN },
  REFUSED: { what: 'The security group did not take the rule.', help: ASK_ADMIN },
  DIGEST_CHANGED: {
    what: 'The target was changed after it was approved, so that what would open is no longer what was approved.',
    help: 'Please ask again, so that approvers see the target as it is now.',
  },
  DENIED_BY_POLICY: {
    what: 'A policy forbids it by now.',
    help: 'Ask whoever runs Postern which policy applies.',
  },
  APPROVALS_MISSING: {
    what: 'The policies ask for more approvals when it would open than they did when it was asked for.',
    help: 'Please ask again: as many people are asked then.',
  },
  NOT_AUTOMATIC: {
    what: 'The policies no longer open it by themselves, or not for as long.',
    help: 'Please ask again: people decide then.',
  },
  TARGET_GONE: { what: 'The target is no longer in the configuration.', help: ASK_ADMIN },
  TOO_LATE: { what: 'It was not opened in time, so opening was given up.', help: ASK_AGAIN },
  ACTIVATION_ABANDONED: { what: 'Opening it failed too often and was given up.', help: ASK_AGAIN },
  ACTIVATION_TIMED_OUT: { what: 'It could not be opened in time, so opening was given up.', help: ASK_AGAIN },
  APPROVAL_WITHDRAWN: {
    what: 'It has fewer approvals of present approvers than the target needs by now.',
    help: ASK_AGAIN,
  },
  NEVER_ACTIVATED: { what: 'It was not opened in time, so opening was given up.', help: ASK_AGAIN },
  THROTTLED: { what: 'AWS takes no more calls at the moment.', help: ASK_AGAIN },
  UNKNOWN: { what: 'AWS did not answer, so that it is not known what the call did.', help: ASK_ADMIN },
  NOT_CALLED: { what: 'AWS answers so slowly that there was no time left to ask for it.', help: ASK_ADMIN },
  GROUP_UNREADABLE: {
    what: 'AWS does not list the rules of the security group, so that nothing is proven.',
    help: ASK_ADMIN,
  },
  RULE_MISSING: {
    what: 'Somebody removed one of its rules from the security group by hand, so that its port was shut already.',
    help: 'Find out from the owner of the security group why, and ask again if you still need it.',
  },
  STILL_PRESENT: {
    what: 'AWS says that the rule is removed, and goes on listing it.',
    help: 'Look at the security group itself: the rule may still let in.',
  },
  NOT_ANSWERED: { what: 'AWS answered, but did not say that the rule is gone.', help: ASK_ADMIN },
} as const satisfies Record<CloseFailure | (string & {}), ReasonInWords>;

const isKnown = (code: string): code is keyof typeof REASONS => Object.hasOwn(REASONS, code);

/** A stable code for a person. A code that is not known here is named as it is. */
export const reasonInWords = (code: string): ReasonInWords =>
  isKnown(code) ? REASONS[code] : { what: `The reason has the code ${code}.`, help: ASK_ADMIN };
