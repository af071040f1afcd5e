import './no-credentials.ts';
import { Api } from './demo/api.ts';
import {
  ask,
  decide,
  ending,
  enter,
  isRefused,
  type JourneyParts,
  opening,
  prove,
  readMail,
  waitForEnd,
} from './demo/journey.ts';
import { type Stage, setStage } from './demo/stage.ts';
import { DemoFailed, must, Transcript } from './demo/transcript.ts';
import { errorLine } from './words/terminal-log.ts';

const transcript = new Transcript((line) => console.log(line));

const play = async (parts: JourneyParts): Promise<void> => {
  const { api } = parts;
  transcript.chapter('Ask');
  const alice = await api.token('alice@example.com');
  await isRefused(parts, 'nobody was let in');
  const { id } = await ask(parts, alice);

  transcript.chapter('Decide');
  const mailed = await readMail(parts, id);
  await decide(parts, mailed);

  transcript.chapter('Open, wait, close');
  const { expiresAt } = await opening(parts, alice, id);
  const guest = await enter(parts);
  await waitForEnd(parts, expiresAt);
  await ending(parts, alice, id);
  await isRefused(parts, 'its time is over');
  must((await guest.says('still here?')) === 'still here?', 'an established connection lives on');
  transcript.says('the client that was connected before still is: closing a port cuts nobody off, as on EC2');
  guest.leave();

  transcript.chapter('Prove');
  await prove(parts, alice, id);
};

const perform = async (stage: Stage): Promise<void> => {
  const postern = stage.start();
  try {
    await postern.answers(stage.origin);
    transcript.says(`Postern runs on ${stage.origin}; the guarded port is 127.0.0.1:${stage.guardedPort}`);
    await play({ api: new Api(stage.origin), guardedPort: stage.guardedPort, transcript });
    console.log(`\nAll of it was as it must be, in ${transcript.elapsed.toFixed(0)} s.`);
  } catch (error) {
    console.error(`\nThe demo failed: ${error instanceof DemoFailed ? error.message : errorLine(error)}`);
    console.error(`\nWhat Postern said:\n${postern.output}`);
    process.exitCode = 1;
  } finally {
    await stage.clear();
  }
};

console.log('One journey through Postern, on this machine and without AWS. It takes a little over a minute.');
const stage = await setStage();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stage.clear().finally(() => process.exit(1));
  });
}
await perform(stage);
