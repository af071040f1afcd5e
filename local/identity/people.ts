import type { Configuration } from '../../functions/domain/configuration.ts';
import { isAdmin, isAuditor, mayAsk, reviewRight } from '../../functions/domain/entitlement.ts';
import type { Principal } from '../../functions/domain/principal.ts';
import type { LocalIdentity } from './issuer.ts';

const NOBODY: Principal = { kind: 'machine', name: 'nobody', owners: [] };

export const principalOf = ({ email, groups }: LocalIdentity): Principal => ({
  kind: 'person',
  email,
  groups,
});

/** What somebody may, in words: `asks for demo-db; decides on orders-db`. */
export const rightsInWords = (identity: LocalIdentity, configuration: Configuration): string => {
  const principal = principalOf(identity);
  const names = (may: (target: Configuration['targets'][number]) => boolean) =>
    configuration.targets
      .filter(may)
      .map(({ name }) => name)
      .join(', ');
  const asks = names((target) => mayAsk(target, principal, configuration));
  const decides = names(
    ({ name }) => reviewRight({ target: name, requester: NOBODY }, principal, configuration) === 'MAY_REVIEW',
  );
  const rights = [
    ...(asks === '' ? [] : [`asks for ${asks}`]),
    ...(decides === '' ? [] : [`decides on ${decides}`]),
    ...(isAdmin(principal, configuration) ? ['admin'] : []),
    ...(isAuditor(principal, configuration) && !isAdmin(principal, configuration) ? ['auditor'] : []),
  ];
  return rights.join('; ') || 'nothing';
};
