import type { PolicyDecision } from '../../domain/access-request.ts';
import type { PolicySettings } from '../../domain/configuration.ts';
import type { Ruling } from './judge.ts';
import type { ActionName, Terms } from './terms.ts';

/** A decision but for the version of what decided. */
export type Verdict = Omit<PolicyDecision, 'version'>;

interface Asked {
  readonly durationMinutes: number;
  /** Approvals that the target needs at least. */
  readonly requiredApprovals: number;
}

const verdict = (
  outcome: Verdict['outcome'],
  by: readonly Terms[],
  more: Partial<Pick<Verdict, 'maxMinutes' | 'approvals'>> = {},
): Verdict => ({
  outcome,
  determinedBy: [...new Set(by.map(({ id }) => id))],
  reasons: [...new Set(by.flatMap(({ reason }) => reason ?? []))],
  maxMinutes: null,
  approvals: null,
  ...more,
});

/** A policy that failed may have been a `forbid`: nothing is permitted past it. */
const couldNotDecide = (failed: readonly string[]): Verdict => ({
  ...verdict('denied', []),
  determinedBy: failed,
  reasons: [
    'A policy could not be evaluated, and nothing is permitted past it: tell whoever looks after Postern.',
  ],
});

/** What denies whatever else permits; null where nothing does. */
export const denial = (rule: (action: ActionName) => Ruling): Verdict | null => {
  const deny = rule('deny');
  const request = rule('request');
  const failed = [...new Set([...deny.failed, ...request.failed])];
  if (failed.length > 0) return couldNotDecide(failed);
  const forbidding = [...deny.by, ...(request.isPermitted ? [] : request.by)];
  return forbidding.length > 0 ? verdict('denied', forbidding) : null;
};

const longest = (permissions: readonly Terms[]): number =>
  Math.max(0, ...permissions.map(({ maxMinutes }) => maxMinutes ?? 0));

/** Deny, then automatic, then by people; and nothing permitted is denied. */
export const verdictOn = (
  rule: (action: ActionName) => Ruling,
  { durationMinutes, requiredApprovals }: Asked,
  { longerThanCap }: Pick<PolicySettings, 'longerThanCap'>,
): Verdict => {
  const denied = denial(rule);
  if (denied) return denied;

  const automatic = rule('autoApprove');
  if (automatic.failed.length > 0) return couldNotDecide(automatic.failed);
  const permissions = automatic.isPermitted ? automatic.by : [];
  const longEnough = permissions.filter(({ maxMinutes }) => (maxMinutes ?? 0) >= durationMinutes);
  if (longEnough.length > 0) return verdict('automatic', longEnough, { maxMinutes: longest(longEnough) });
  if (permissions.length > 0 && longerThanCap === 'cut') {
    return verdict('automatic', permissions, { maxMinutes: longest(permissions) });
  }

  const request = rule('request');
  if (request.isPermitted) {
    const asking = request.by.map(({ approvals }) => approvals ?? 0);
    // What forbids opening by itself is why people are asked.
    const by = automatic.isPermitted ? request.by : [...request.by, ...automatic.by];
    return verdict('manual', by, { approvals: Math.max(requiredApprovals, ...asking) });
  }
  if (permissions.length === 0) return verdict('denied', []);
  const tooLong = `This opens by itself for at most ${longest(permissions)} minutes, and there is nobody to ask for more.`;
  return { ...verdict('denied', permissions), reasons: [tooLong] };
};
