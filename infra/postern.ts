import { Annotations, Aspects, Stack, Token } from 'aws-cdk-lib';
import { type IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct, type IConstruct } from 'constructs';
import type { Place } from '../functions/runtime/configuration/assemble.ts';
import { checkDeclared } from '../functions/runtime/configuration/check-declared.ts';
import { loadPoliciesNow, type PolicyFiles } from '../functions/runtime/policies/load-policies.ts';
import { Declaration } from './declaration/declaration.ts';
import { inDurations } from './declaration/minutes.ts';
import type { PosternSettings } from './declaration/settings.ts';
import type { TargetProps } from './declaration/target-props.ts';
import { PosternBase, type StackOptions } from './postern-base.ts';

export interface PosternProps extends PosternSettings, StackOptions {
  /** Folder of Cedar policies, with their schema: see docs/policy.md. Default: none, and people decide whatever requesters ask for. */
  readonly policies?: string;
}

export interface SecurityGroupOptions {
  /** Id of the construct; needed from the second group on. Best the name of the target. Default: `Target`. */
  readonly name?: string;
  /** Shown in EC2. */
  readonly description?: string;
  /** Default: true, as everywhere in CDK. Postern cares about ingress alone. */
  readonly allowAllOutbound?: boolean;
}

/**
 * All of Postern, in a stack of your own, with its configuration in TypeScript and its targets where they live.
 *
 * ```ts
 * const postern = new Postern(this, 'Postern', { deployment: 'shop', identity, mail, groups });
 * const group = postern.securityGroup(vpc, { name: 'orders-db' });
 * const cluster = new rds.DatabaseCluster(this, 'Orders', { vpc, securityGroups: [group], … });
 * postern.addTarget('orders-db', { connections: cluster, port: ec2.Port.tcp(5432), maxDuration: Duration.hours(2), … });
 * ```
 *
 * The stack must say its account and region. What is wrong with the configuration is thrown with the path of each
 * mistake: of the settings at once, of targets at synth, when all of them are known.
 */
export class Postern extends PosternBase {
  readonly #declaration: Declaration;
  readonly #policies: string | undefined;
  readonly #groups: Construct;
  #isAssembled = false;

  constructor(scope: Construct, id: string, props: PosternProps) {
    const { policies, alarmTopic, reservedConcurrency, ...settings } = props;
    const declaration = new Declaration(settings, placeOf(scope));
    super(scope, id, checked(id, declaration).identity, {
      ...(alarmTopic && { alarmTopic }),
      ...(reservedConcurrency && { reservedConcurrency }),
    });
    this.#declaration = declaration;
    this.#policies = policies;
    this.#groups = new Construct(this, 'SecurityGroups');
    // Code and rights name all targets: they are made when the app has added them all.
    Aspects.of(this).add({ visit: (node: IConstruct) => node === this && this.#assembleOnce() });
  }

  /**
   * Adds a port that can be asked for. Its name is what requesters say, and stays: a target that is renamed is another.
   *
   * @throws where it has not exactly one security group, or its name is taken
   */
  addTarget(name: string, props: TargetProps): void {
    if (this.#isAssembled) throw new Error(`targets.${name}: added too late, while the app is synthesized`);
    this.#declaration.addTarget(name, props);
  }

  /**
   * A security group for one target, with no ingress of its own. Pass it to the resource where that is made: most
   * resources fix their groups then.
   */
  securityGroup(vpc: IVpc, options: SecurityGroupOptions = {}): SecurityGroup {
    const { name = 'Target', description = `Opened by Postern: ${name}`, allowAllOutbound } = options;
    if (this.#groups.node.tryFindChild(name)) {
      throw new Error(`There is a security group ${name} already: give this one a { name } of its own`);
    }
    return new SecurityGroup(this.#groups, name, {
      vpc,
      description,
      ...(allowAllOutbound === undefined ? {} : { allowAllOutbound }),
    });
  }

  #assembleOnce(): void {
    if (this.#isAssembled) return;
    this.#isAssembled = true;
    this.#declaration.checkGroups();
    const configuration = checked(this.node.path, this.#declaration);
    if (configuration.targets.length === 0) {
      throw new Error(`${this.node.path} has no target: add at least one by addTarget`);
    }
    const policies = this.#policies === undefined ? null : this.#loadPolicies(this.#policies, configuration);
    this.assemble({ configuration, policies, groupIds: this.#declaration.groupIds }, [this.#groups]);
  }

  #loadPolicies(folder: string, configuration: ReturnType<typeof checked>): PolicyFiles {
    const loaded = loadPoliciesNow(folder, configuration);
    if (loaded.outcome === 'REFUSED')
      throw new Error(`The policies of ${this.node.path} are refused:\n${loaded.report}`);
    if (loaded.files === null)
      throw new Error(`The policies of ${this.node.path}: there is no folder ${folder}`);
    if (loaded.warnings !== '') Annotations.of(this).addWarningV2('postern:policies', loaded.warnings);
    return loaded.files;
  }
}

/** @throws with every mistake, one a line */
const checked = (path: string, declaration: Declaration) => {
  const result = checkDeclared(declaration.file());
  if (result.outcome === 'CHECKED') return result.configuration;
  throw new Error(`The configuration of ${path} is refused:\n${result.problems.map(inDurations).join('\n')}`);
};

/** They become part of each rule's record and of the functions' files: see docs/decisions/0001. */
const placeOf = (scope: Construct): Place => {
  const { account, region, stackName } = Stack.of(scope);
  if (!Token.isUnresolved(account) && !Token.isUnresolved(region)) return { account, region };
  throw new Error(
    `Postern must know account and region of its stack ${stackName}: new Stack(app, id, ` +
      "{ env: { account: '111122223333', region: 'eu-central-1' } })",
  );
};
