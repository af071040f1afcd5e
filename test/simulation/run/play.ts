import type { Configuration } from '../../../functions/domain/configuration.ts';
import type { Cloud } from '../functions/cloud.ts';
import { beginOf, type Deploy, type ExecutionDeed, type Story, type StoryItem } from '../story/story.ts';
import type { EventStream } from './event-stream.ts';
import { doByHand } from './hands.ts';
import type { People } from './people.ts';

const INSTANCES = 8;

const redeployed = (configuration: Configuration, { change, target: name }: Deploy): Configuration => {
  const changed = (target: Configuration['targets'][number]) => {
    switch (change) {
      case 'WORKFLOW':
        return target;
      case 'TARGET_RETIRED':
        return { ...target, retired: true };
      case 'PORT_CHANGED':
        return {
          ...target,
          ports: target.ports.map((range) => ({
            ...range,
            fromPort: range.fromPort + 1,
            toPort: range.toPort + 1,
          })),
        };
      case 'APPROVER_REMOVED':
        return {
          ...target,
          approvers: target.approvers.filter((approver) => approver !== 'bob@example.com'),
        };
      case 'REQUESTER_REMOVED':
        return { ...target, requesters: target.requesters.filter((name) => name !== 'alice@example.com') };
    }
  };
  return {
    ...configuration,
    targets: configuration.targets.map((target) => (target.name === name ? changed(target) : target)),
  };
};

const deploy = (cloud: Cloud, item: Deploy): void => {
  if (!cloud.faults.note('DEPLOY', { what: `${item.change} ${item.target}` })) return;
  cloud.configuration = redeployed(cloud.configuration, item);
  const text = cloud.workflowText.replace(
    '"Comment": "One execution',
    '"Comment": "Deployed anew. One execution',
  );
  if (item.change === 'WORKFLOW') cloud.workflow.deploy(text);
};

const strikeExecution = (cloud: Cloud, { deed }: ExecutionDeed, index: number): void => {
  const random = cloud.random(`execution ${index}`);
  const { workflow, faults } = cloud;
  const names = workflow.names();
  if (names.length === 0) return;
  const name = random.pick(names);
  const isRunning = workflow.statusOf(name) === 'RUNNING';
  if (deed === 'EXECUTION_STOPPED' && isRunning) {
    if (faults.note(deed, { what: name, requestId: workflow.requestOf(name) })) workflow.stop(name);
  }
  if (deed === 'EXECUTION_REDRIVEN') {
    const ended = names.filter((each) => ['FAILED', 'ABORTED'].includes(workflow.statusOf(each) ?? ''));
    const again = ended.length > 0 ? random.pick(ended) : undefined;
    if (again && faults.note(deed, { what: again, requestId: workflow.requestOf(again) })) {
      workflow.redrive(again);
    }
  }
};

interface Stage {
  readonly people: People;
  readonly stream: EventStream;
}

/** What an item does when its moment has come; null for what holds from the start. */
const actOf = (
  cloud: Cloud,
  item: StoryItem,
  index: number,
  { people, stream }: Stage,
): (() => void) | null => {
  switch (item.kind) {
    case 'ASK':
      return () => people.ask(item, index);
    case 'HAND':
      return () => doByHand(cloud, item, cloud.random(`hand ${index}`));
    case 'EXECUTION':
      return () => strikeExecution(cloud, item, index);
    case 'DEPLOY':
      return () => deploy(cloud, item);
    case 'STREAM_STALLED':
      return () => {
        if (cloud.faults.note('STREAM_STALLED', { what: 'stream' })) stream.stall(item.to - item.from);
      };
    case 'WINDOW':
    case 'OFF':
    case 'CLOCK_SKEW':
      return null;
  }
};

const prepare = (cloud: Cloud, item: StoryItem, index: number): void => {
  if (item.kind === 'WINDOW') {
    const [from, to] = [cloud.startsAt + item.from, cloud.startsAt + item.to];
    cloud.faults.open({ ...item, from, to }, cloud.random(`window ${index}`));
  }
  if (item.kind === 'OFF' && item.closer === 'SWEEPER') cloud.isSweeperOff = true;
  if (item.kind === 'OFF' && item.closer === 'WORKFLOW') cloud.isWorkflowCloserOff = true;
  if (item.kind === 'CLOCK_SKEW') {
    const random = cloud.random('skew');
    cloud.skews = Array.from({ length: INSTANCES }, () => Math.round((random.next() * 2 - 1) * item.most));
  }
};

/** Schedules everything that the story says. Indices are those of the whole story, so that leaving items out moves none. */
export const playStory = (
  cloud: Cloud,
  story: Story,
  isKept: (index: number) => boolean,
  stage: Stage,
): void => {
  for (const [index, item] of story.entries()) {
    if (!isKept(index)) continue;
    prepare(cloud, item, index);
    const act = actOf(cloud, item, index, stage);
    if (act) cloud.scheduler.at(cloud.startsAt + beginOf(item), act);
  }
};
