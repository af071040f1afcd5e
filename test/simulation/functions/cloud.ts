import { ec2Consistency } from '../../../functions/adapters/aws/ec2/consistency.ts';
import type { Configuration } from '../../../functions/domain/configuration.ts';
import { type Instant, MINUTE } from '../../../functions/domain/instant.ts';
import type { Consistency } from '../../../functions/domain/observed-rule.ts';
import type { Ids } from '../../../functions/ports/ids.ts';
import { sequentialIds } from '../../support/sequential-ids.ts';
import { type Ec2Limits, Ec2Service } from '../ec2/ec2-service.ts';
import { TrueRules } from '../ec2/true-rules.ts';
import type { Phase } from '../engine/fault-kinds.ts';
import { Faults, type Site } from '../engine/faults.ts';
import { Random } from '../engine/random.ts';
import { Scheduler } from '../engine/scheduler.ts';
import { Trace } from '../engine/trace.ts';
import type { Plant } from '../planted/plant.ts';
import { SMALL_PAGE } from '../store/memory-access-store.ts';
import { MemoryTables } from '../store/memory-tables.ts';
import { CONFIGURATION, GROUPS } from '../story/cast.ts';
import { WorkflowService } from '../workflow/workflow-service.ts';
import { WORKFLOW_TEXT } from '../workflow/workflow-text.ts';
import { DeployedFunctions } from './deployed-functions.ts';
import { Mailbox } from './mailbox.ts';
import { phasesIn } from './phases.ts';
import { KnownSecrets } from './secrets.ts';
import { SignalsLog } from './signals-log.ts';

export interface CloudOptions {
  readonly seed: number;
  readonly isTraced: boolean;
  readonly muted?: ReadonlySet<number>;
  readonly plant?: Plant | undefined;
  readonly limits?: Ec2Limits;
  readonly configuration?: Configuration;
  /** Items of a page of the table. */
  readonly pageSize?: number;
}

const START: Instant = Date.UTC(2026, 10, 23, 9);

/** Everything outside of the code under test, and the functions that run it: one simulated account. */
export class Cloud {
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly faults: Faults;
  readonly tables = new MemoryTables();
  readonly ec2: Ec2Service;
  readonly workflow: WorkflowService;
  readonly functions: DeployedFunctions;
  readonly mailbox = new Mailbox();
  readonly secrets: KnownSecrets;
  readonly signals = new SignalsLog();
  readonly ids: Ids = sequentialIds();
  /** What production counts on, and clocks that may be five minutes ahead or behind. */
  readonly consistency: Consistency = { clockSkew: 10 * MINUTE, ...ec2Consistency(MINUTE) };
  readonly plant: Plant | undefined;
  readonly pageSize: number;
  readonly startsAt = START;
  /** What functions that start now are configured with. */
  configuration: Configuration;
  workflowText: string;
  isSweeperOff = false;
  isWorkflowCloserOff = false;
  /** Milliseconds by which the clocks of instances are ahead. */
  skews: readonly number[] = [0];
  readonly #seed: number;

  constructor({ seed, isTraced, muted, plant, limits, configuration, pageSize }: CloudOptions) {
    this.pageSize = pageSize ?? SMALL_PAGE;
    this.#seed = seed;
    this.plant = plant;
    const missingRule = this.random('missing rule').pick(['report', 'reopen'] as const);
    this.configuration = configuration ?? { ...CONFIGURATION, missingRule };
    this.scheduler = new Scheduler(this.random('order'), START);
    this.trace = new Trace(() => this.scheduler.now(), isTraced);
    this.faults = new Faults({
      scheduler: this.scheduler,
      trace: this.trace,
      phasesOf: (site: Site): readonly Phase[] => phasesIn(this.tables, site),
      muted: muted ?? new Set(),
    });
    const groups = configuration ? configuration.targets.map(({ group }) => group) : GROUPS;
    const rules = new TrueRules(() => this.scheduler.now(), groups);
    this.ec2 = new Ec2Service(
      this.scheduler,
      this.random('ec2'),
      rules,
      this.configuration.deployment,
      limits,
    );
    this.secrets = new KnownSecrets(this.random('codes'));
    this.functions = new DeployedFunctions(this);
    this.workflowText = plant?.workflow?.(WORKFLOW_TEXT) ?? WORKFLOW_TEXT;
    const surroundings = { scheduler: this.scheduler, random: this.random('workflow'), trace: this.trace };
    this.workflow = new WorkflowService(surroundings, this.workflowText, (name, payload) =>
      this.functions.invokedByWorkflow(name, payload),
    );
  }

  /** A stream of chance that only its name and the seed determine. */
  random(stream: string): Random {
    return new Random(this.#seed, stream);
  }

  /** The greatest difference between two clocks. */
  get skewSpread(): number {
    return Math.max(0, ...this.skews) - Math.min(0, ...this.skews);
  }
}
