import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { MOTO_ACCOUNT } from '../../engines/moto.ts';
import { until } from '../until.ts';
import { definitionOf } from './deployed-text.ts';
import { inputOf, type Journey, type Travelled, travelled } from './journey.ts';
import type { PlayedFunctions } from './played-functions.ts';
import { ScriptedFunctions } from './scripted-functions.ts';

const REGION = 'eu-central-1';
/** Milliseconds: the longest journey waits for about 8 s. */
const PATIENCE = 30_000;

export interface Engine {
  readonly client: SFNClient;
  readonly functions: PlayedFunctions;
}

let machines = 0;

/** Walks a journey on the interpreter in moto, in real time. */
export const travelOnMoto = async (journey: Journey, engine: Engine): Promise<Travelled> => {
  const { client } = engine;
  const name = `journey-${++machines}`;
  const arn = `arn:aws:lambda:${REGION}:${MOTO_ACCOUNT}:function:${name}-`;
  const functions = new ScriptedFunctions(journey, () => Date.now());
  engine.functions.play(arn, (payload) => functions.answer(payload));
  const { stateMachineArn } = await client.send(
    new CreateStateMachineCommand({
      name,
      definition: definitionOf(journey, (placeholder) => `${arn}${placeholder}:live`),
      roleArn: `arn:aws:iam::${MOTO_ACCOUNT}:role/workflow`,
    }),
  );
  if (journey.decision) {
    const output = JSON.stringify(journey.decision);
    void functions.asked.then((taskToken) => client.send(new SendTaskSuccessCommand({ taskToken, output })));
  }

  const startedAt = Date.now();
  const input = inputOf(journey, startedAt);
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, name: input.requestId, input: JSON.stringify(input) }),
  );
  const ends = await until(`${journey.name} is over`, PATIENCE, async () => {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : status;
  });
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  const visits = events.flatMap(({ stateEnteredEventDetails: entered }) => entered?.name ?? []);
  return travelled({ visits, ends, calls: functions.calls, startedAt });
};
