import './no-credentials.ts';
import { join } from 'node:path';
import { composeLocal, type LocalPostern } from './compose/compose-local.ts';
import { driveByRealTime } from './drive/by-real-time.ts';
import { keptSigningKey } from './identity/signing-key.ts';
import { loadLocalConfiguration } from './load-local-configuration.ts';
import { loadLocalPolicies } from './load-local-policies.ts';
import { localClock } from './local-clock.ts';
import { readSettings, type Settings } from './settings.ts';
import { lockHome } from './state/home-lock.ts';
import { farewell } from './words/farewell.ts';
import { plainFailure } from './words/plain-failure.ts';
import { sampleJourney } from './words/sample-journey.ts';
import { welcome } from './words/welcome.ts';

const say = (line: string): void => console.log(line);

/** Starts Postern on this machine. Answers how to stop it. */
const start = async (settings: Settings): Promise<() => Promise<void>> => {
  const { home, port } = settings;
  const { configuration, local } = loadLocalConfiguration(settings.configurationFile);
  const policies = await loadLocalPolicies(settings.configurationFile, configuration, say);
  const lock = lockHome(home);
  const clock = localClock(settings.clockOffset);
  const signingKey = await keptSigningKey(join(home, 'signing-key.json'));
  const postern: LocalPostern = await composeLocal({
    configuration,
    local,
    policies,
    home,
    port,
    clock,
    signingKey,
    say,
  });
  const stopDriving = driveByRealTime(postern, clock, say);
  const { gates, identities } = local;
  say(
    welcome({
      origin: postern.origin,
      home,
      gates,
      journey: sampleJourney(configuration, gates, identities),
    }),
  );
  return async () => {
    const standing = postern.gate();
    await stopDriving();
    await postern.stop();
    lock.release();
    say(farewell(standing));
  };
};

const settings = (() => {
  try {
    return readSettings(process.env);
  } catch (error) {
    console.error(plainFailure(error, ''));
    process.exit(1);
  }
})();
try {
  const stop = await start(settings);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(plainFailure(error, settings.configurationFile));
          process.exit(1);
        },
      );
    });
  }
} catch (error) {
  console.error(plainFailure(error, settings.configurationFile));
  process.exit(1);
}
