import type { AccessRequest, RequestedAccess } from './access-request.ts';
import { type Configuration, findTarget, type Target } from './configuration.ts';
import { applyTargetRules } from './target-rules.ts';

export type AccessToday =
  | { readonly outcome: 'WITHIN_BOUNDS'; readonly target: Target; readonly access: RequestedAccess }
  /** It left the configuration, or is out of use. */
  | { readonly outcome: 'TARGET_GONE' }
  | { readonly outcome: 'OUT_OF_BOUNDS'; readonly message: string };

/** What a request means under the configuration as it is now, whatever its record says. */
export const accessToday = (
  configuration: Pick<Configuration, 'targets'>,
  { target: name, requester, access, durationMinutes }: AccessRequest,
): AccessToday => {
  const target = findTarget(configuration, name);
  if (target === undefined || target.retired) return { outcome: 'TARGET_GONE' };
  const source = access.permissions[0]?.source ?? null;
  const verdict = applyTargetRules(target, { requester, source, callerAddress: null, durationMinutes });
  return verdict.outcome === 'REFUSED'
    ? { outcome: 'OUT_OF_BOUNDS', message: verdict.message }
    : {
        outcome: 'WITHIN_BOUNDS',
        target,
        access: { group: target.group, permissions: verdict.permissions },
      };
};
