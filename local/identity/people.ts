import type { Configuration } from '../../functions/domain/configuration.ts';
import { isAdmin, isApproverOf, isAuditor, mayAsk } from '../../functions/domain/entitlement.ts';
import type { Principal } from '../../functions/domain/principal.ts';
import type { LocalIdentity } from './issuer.ts';

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
  const decides = names((target) => isApproverOf(target, principal));
  const rights = [
    ...(asks === '' ? [] : [`asks for ${asks}`]),
    ...(decides === '' ? [] : [`decides on ${decides}`]),
    ...(isAdmin(principal, configuration) ? ['admin'] : []),
    ...(isAuditor(principal, configuration) && !isAdmin(principal, configuration) ? ['auditor'] : []),
  ];
  return rights.join('; ') || 'nothing';
};
