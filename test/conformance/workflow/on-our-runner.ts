import { AslRunner } from '../../../functions/adapters/local/asl/asl-runner.ts';
import { loadDefinition } from '../../../functions/adapters/local/asl/load-definition.ts';
import { SqliteExecutionStore } from '../../../functions/adapters/local/asl/sqlite-execution-store.ts';
import { sequentialSecrets } from '../../support/sequential-ids.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { definitionOf } from './deployed-text.ts';
import { inputOf, type Journey, type Travelled, travelled } from './journey.ts';
import { ScriptedFunctions } from './scripted-functions.ts';

const NAMES = { AskApproversFunction: 'ask', TimekeeperFunction: 'timekeeper', IngressFunction: 'ingress' };

/** Walks a journey on Postern's own interpreter, on a clock that is moved from one event to the next. */
export const travelOnOurRunner = async (journey: Journey): Promise<Travelled> => {
  const clock = new VirtualClock();
  const startedAt = clock.now();
  const functions = new ScriptedFunctions(journey, () => clock.now());
  const placeholder = (name: string) => `\${${name}}`;
  const runner = new AslRunner({
    definition: loadDefinition(definitionOf(journey, placeholder), NAMES),
    store: new SqliteExecutionStore(':memory:'),
    clock,
    invoke: async (_, payload) => functions.answer(payload),
    newTaskToken: sequentialSecrets().token,
    random: () => 0,
  });
  if (journey.decision) {
    const { decision } = journey;
    void functions.asked.then((token) => setImmediate(() => runner.sendTaskSuccess(token, decision)));
  }

  const input = inputOf(journey, startedAt);
  runner.start(input.requestId, input);
  const running = () => runner.describe(input.requestId)?.status === 'RUNNING';
  while (running()) {
    await runner.runDue();
    // What was asked may be answered before time goes on.
    await clock.advance(0);
    await runner.runDue();
    const next = runner.nextWakeAt();
    if (running() && next !== undefined) await clock.advanceTo(Math.max(next, clock.now()));
  }
  return travelled({
    visits: runner.visited(input.requestId),
    ends: String(runner.describe(input.requestId)?.status),
    calls: functions.calls,
    startedAt,
  });
};
