import { createHash } from 'node:crypto';
import { Token } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { GroupIds } from '../../functions/domain/group-ids.ts';
import type { Place } from '../../functions/runtime/configuration/assemble.ts';

/** A security group, as the file has it. */
interface GroupEntry {
  readonly id: string;
  readonly account?: string;
  readonly region?: string;
}

/**
 * Stands for an id that is known only once it is deployed. It has the form of one, so that all checks apply, and is none
 * that EC2 gave: those of seventeen digits begin with 0. Known from the name, so that every synth gives the same.
 */
const placeholderFor = (name: string): string =>
  `sg-f${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

/** The security groups of a declaration, each once. */
export class GroupEntries {
  readonly #names = new Map<string, string>();
  readonly #entries = new Map<string, GroupEntry>();
  readonly #ids = new Map<string, string>();

  /** @returns the name that the group has in the file: that of the first target behind it */
  nameOf(target: string, group: ISecurityGroup, { account, region }: Place): string {
    const id = group.securityGroupId;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const isKnown = !Token.isUnresolved(id);
    const placeholder = placeholderFor(target);
    if (!isKnown) this.#ids.set(placeholder, id);
    this.#names.set(id, target);
    this.#entries.set(target, {
      id: isKnown ? id : placeholder,
      account: Token.isUnresolved(group.env.account) ? account : group.env.account,
      region: Token.isUnresolved(group.env.region) ? region : group.env.region,
    });
    return target;
  }

  /** `securityGroups` of the file. */
  get entries(): Readonly<Record<string, GroupEntry>> {
    return Object.fromEntries(this.#entries);
  }

  /** Tokens, by the placeholder that stands for each. */
  get ids(): GroupIds {
    return Object.fromEntries(this.#ids);
  }
}
