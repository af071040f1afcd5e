import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Configuration } from '../../../functions/domain/configuration.ts';
import { freePort } from '../../../local/demo/free-port.ts';
import { loadLocalConfiguration } from '../../../local/load-local-configuration.ts';
import { LocalWorld } from '../../journeys/support/local-world.ts';

const CONFIGURATION = join(import.meta.dirname, '../../../config/postern.yaml');

type Change = (configuration: Configuration) => Configuration;

export interface BrowserWorld {
  readonly world: LocalWorld;
  /** Ends this Postern, and starts the next one on the same state with a changed configuration. */
  restartWith(change: Change): Promise<LocalWorld>;
}

/** The local Postern of an example configuration, over HTTP, on a clock that moves only when told to. */
export const aBrowserWorld = async (configurationFile = CONFIGURATION): Promise<BrowserWorld> => {
  const home = mkdtempSync(join(tmpdir(), 'postern-browser-'));
  const { configuration, local } = loadLocalConfiguration(configurationFile);
  const gates = await Promise.all(
    local.gates.map(async (gate) => ({ ...gate, listenPort: await freePort() })),
  );
  const port = await freePort();
  const make = (change: Change) =>
    new LocalWorld({ configuration: change(configuration), local: { ...local, gates } }, home, port);
  let running = make((unchanged) => unchanged);
  onTestFinished(() => running.stop());
  await running.start();
  return {
    world: running,
    restartWith: async (change) => {
      await running.stop();
      running = make(change);
      await running.start();
      return running;
    },
  };
};
