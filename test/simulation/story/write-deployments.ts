import { MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import type { Random } from '../engine/random.ts';
import { TARGET_NAMES } from './cast.ts';
import type { Ask, Deploy, ReviewToCome } from './story.ts';

/** Those that change who may ask, who decides, and what opens. */
const CHANGES = ['TARGET_RETIRED', 'PORT_CHANGED', 'APPROVER_REMOVED', 'REQUESTER_REMOVED'] as const;

const approval = (random: Random, by: ReviewToCome['by']): ReviewToCome => ({
  by,
  after: random.between(5, 120) * SECOND,
  decision: 'APPROVE',
  via: random.chance(0.5) ? 'LINK' : 'API',
  minutes: null,
  wrongCodes: 0,
  isDoubled: false,
});

/**
 * A deployment that takes something from a request before it opens, mostly once it is approved: by the approver, or from
 * the requester, that deployments remove.
 *
 * @param asked how it is asked, apart from that
 */
export const overtaken = (random: Random, asked: Ask): readonly [Ask, Deploy] => {
  const target = random.pick(TARGET_NAMES);
  const startsIn = random.between(3, 8) * MINUTE;
  const reviews = [approval(random, 'bob'), ...(target === 'cache' ? [approval(random, 'erin')] : [])];
  return [
    { ...asked, by: 'alice', target, startsIn, reviews, revoke: null, cancelAfter: null },
    {
      kind: 'DEPLOY',
      at: asked.at + Math.round(random.next() * startsIn),
      change: random.pick(CHANGES),
      target,
    },
  ];
};
