import type { CedarValueJson, Context, EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { Configuration, Target } from '../../domain/configuration.ts';
import { groupsOf } from '../../domain/entitlement.ts';
import { canonicalMailbox, type Principal } from '../../domain/principal.ts';
import { type Source, sourceOf, sourceText } from '../../domain/source.ts';
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
  const { name, group, ports, maxMinutes, requiredApprovals } = target;
  const { account, region } = group;
  return {
    uid: targetUid(target),
    attrs: {
      name,
      account,
      region,
      ports: ports.map(({ protocol, fromPort, toPort }) => ({ protocol, fromPort, toPort })),
      protocols: [...new Set(ports.map(({ protocol }) => protocol))],
      lowestPort: Math.min(...ports.map(({ fromPort }) => fromPort)),
      highestPort: Math.max(...ports.map(({ toPort }) => toPort)),
      maxMinutes,
      requiredApprovals,
    },
    parents: [],
  };
};

const WIDTH = { ipv4: 32, ipv6: 128 } as const;

/**
 * A group or list may let in anybody, as far as is known here: it has the widest of all networks, so that a permission
 * for narrow sources, or for those within a network, never takes it.
 */
const UNKNOWN_WIDTH = { address: '::/0', prefix: 0, freeBits: 128 } as const;

const widthOf = (source: Source) =>
  source.kind === 'network'
    ? { address: source.cidr, prefix: source.prefix, freeBits: WIDTH[source.family] - source.prefix }
    : UNKNOWN_WIDTH;

/** The widest of the rules that would open; each ask has one source today. */
const sourceContext = ({ access }: PolicyQuestion): Record<string, CedarValueJson> => {
  const sources = access.permissions.map(({ source }) => sourceOf(source));
  const [widest] = sources.toSorted((a, b) => widthOf(b).freeBits - widthOf(a).freeBits);
  if (widest === undefined) throw new Error('Nothing is asked for');
  const { address, prefix, freeBits } = widthOf(widest);
  return {
    source: { __extn: { fn: 'ip', arg: address } },
    sourceKind: { __entity: uid('SourceKind', widest.kind) },
    sourceText: sourceText(widest),
    sourcePrefix: prefix,
    sourceFreeBits: freeBits,
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
