import type { Target } from './configuration.ts';
import type { Permission } from './rule-key.ts';
import { addressesIn, isWithin, parseSource, type Source, sourceOf } from './source.ts';

/** What of an ask the bounds of its target decide. */
export interface AskedOfTarget {
  /** As written; null where it was left out. */
  readonly source: string | null;
  /** The address that the ask came from, without prefix; null where it is not known. */
  readonly callerAddress: string | null;
  readonly durationMinutes: number;
}

export type TargetVerdict =
  /** Exactly these rules would open, one each. */
  | { readonly outcome: 'WITHIN_BOUNDS'; readonly permissions: readonly Permission[] }
  | {
      readonly outcome: 'REFUSED';
      readonly code: 'INVALID_REQUEST' | 'SOURCE_NOT_ALLOWED' | 'DURATION_TOO_LONG';
      /** The field of the ask that is refused. */
      readonly field: 'source' | 'durationMinutes';
      /** For a person; says what would be accepted. */
      readonly message: string;
    };

type Refused = Extract<TargetVerdict, { outcome: 'REFUSED' }>;

const refused = (code: Refused['code'], field: Refused['field'], message: string): Refused => ({
  outcome: 'REFUSED',
  code,
  field,
  message,
});

const sourceText = (target: Target, { source, callerAddress }: AskedOfTarget): string | Refused => {
  if (source !== null) return source;
  if (target.sourceDefault === 'caller' && callerAddress !== null) return callerAddress;
  return refused(
    'INVALID_REQUEST',
    'source',
    `${target.name} needs a source: a CIDR within ${target.allowedSources.join(' or ')}.`,
  );
};

const checkSource = (target: Target, source: Source): Refused | null => {
  if (!target.allowedSources.some((allowed) => isWithin(source, sourceOf(allowed)))) {
    return refused(
      'SOURCE_NOT_ALLOWED',
      'source',
      `${source.cidr} may not reach ${target.name}; sources within ${target.allowedSources.join(' or ')} may.`,
    );
  }
  const narrowest = target.minimumPrefix[source.family];
  if (source.prefix >= narrowest) return null;
  const widest = addressesIn({ ...source, prefix: narrowest });
  return refused(
    'SOURCE_NOT_ALLOWED',
    'source',
    `${source.cidr} is ${addressesIn(source)}; ${target.name} takes a prefix of /${narrowest} or longer (${widest} at most).`,
  );
};

/** Whether a target's bounds take what is asked, and then which rules it means. */
export const applyTargetRules = (target: Target, asked: AskedOfTarget): TargetVerdict => {
  const { durationMinutes } = asked;
  if (!Number.isInteger(durationMinutes) || durationMinutes < 1) {
    return refused(
      'INVALID_REQUEST',
      'durationMinutes',
      `Expected whole minutes, 1 to ${target.maxMinutes}.`,
    );
  }
  if (durationMinutes > target.maxMinutes) {
    return refused(
      'DURATION_TOO_LONG',
      'durationMinutes',
      `${target.name} opens for at most ${target.maxMinutes} minutes.`,
    );
  }
  const text = sourceText(target, asked);
  if (typeof text !== 'string') return text;
  const parsed = parseSource(text);
  if (parsed.outcome === 'REFUSED') return refused('INVALID_REQUEST', 'source', parsed.message);
  const { protocol, fromPort, toPort } = target;
  return (
    checkSource(target, parsed.source) ?? {
      outcome: 'WITHIN_BOUNDS',
      permissions: [{ protocol, fromPort, toPort, source: parsed.source.cidr }],
    }
  );
};
