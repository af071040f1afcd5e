import type { CedarValueJson, Context, EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { Configuration, Target } from '../../domain/configuration.ts';
import { groupsOf } from '../../domain/entitlement.ts';
import { canonicalMailbox, type Principal } from '../../domain/principal.ts';
import { sourceOf } from '../../domain/source.ts';
import type { PolicyQuestion } from '../../ports/policy.ts';
import type { LocalTime } from './local-time.ts';

// The other side of config/policies/postern.cedarschema: every question is validated against it.

const uid = (type: string, id: string): TypeAndId => ({ type: `Postern::${type}`, id });

export const actionUid = (name: string): TypeAndId => uid('Action', name);
export const targetUid = ({ name }: Target): TypeAndId => uid('Target', name);

export const principalEntity = (principal: Principal, configuration: Configuration) =>
  principal.kind === 'person'
    ? {
        uid: uid('Person', canonicalMailbox(principal.email)),
        attrs: { email: canonicalMailbox(principal.email) },
        parents: groupsOf(principal, configuration).map((group) => uid('Group', group)),
      }
    : {
        uid: uid('Machine', principal.name),
        attrs: { name: principal.name, owners: [...principal.owners] },
        parents: [],
      };

export const targetEntity = (target: Target): EntityJson => {
  const { name, group, protocol, fromPort, toPort, maxMinutes, requiredApprovals } = target;
  const { account, region } = group;
  return {
    uid: targetUid(target),
    attrs: { name, account, region, protocol, fromPort, toPort, maxMinutes, requiredApprovals },
    parents: [],
  };
};

const WIDTH = { ipv4: 32, ipv6: 128 } as const;

/** The widest of the rules that would open; each ask has one source today. */
const sourceContext = ({ access }: PolicyQuestion): Record<string, CedarValueJson> => {
  const sources = access.permissions.map(({ source }) => sourceOf(source));
  const freeBits = ({ family, prefix }: (typeof sources)[number]) => WIDTH[family] - prefix;
  const [widest] = sources.toSorted((a, b) => freeBits(b) - freeBits(a));
  if (widest === undefined) throw new Error('Nothing is asked for');
  return {
    source: { __extn: { fn: 'ip', arg: widest.cidr } },
    sourcePrefix: widest.prefix,
    sourceFreeBits: freeBits(widest),
  };
};

export const contextOf = (question: PolicyQuestion, { weekday, minuteOfDay }: LocalTime): Context => {
  const { durationMinutes, ticket, history, breakGlass } = question;
  return {
    durationMinutes,
    ...sourceContext(question),
    weekday: { __entity: uid('Weekday', weekday) },
    minuteOfDay,
    ...(ticket === null ? {} : { ticket }),
    hadBefore: history.hadBefore,
    openGrants: history.openGrants,
    breakGlass,
  };
};
