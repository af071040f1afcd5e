import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { freePort } from './free-port.ts';
import { PosternProcess } from './postern-process.ts';

const CONFIGURATION = join(import.meta.dirname, '../../config/postern.yaml');

/** Where a Postern of its own runs: on free ports, and in a folder that goes in the end. */
export interface Stage {
  readonly origin: string;
  readonly guardedPort: number;
  /** Starts it as a process; another one than before where that has ended. */
  start(more?: Readonly<Record<string, string>>): PosternProcess;
  /** Stops whatever was started. */
  clear(): Promise<void>;
}

/** Plays the configuration of the repository; only the guarded port is another. */
export const setStage = async (): Promise<Stage> => {
  const [apiPort, guardedPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'postern-stage-'));
  const configuration = parseDocument(readFileSync(CONFIGURATION, 'utf8'));
  configuration.setIn(['local', 'gates', 0, 'listenPort'], guardedPort);
  const configurationFile = join(folder, 'postern.yaml');
  writeFileSync(configurationFile, String(configuration));
  const started: PosternProcess[] = [];
  return {
    origin: `http://127.0.0.1:${apiPort}`,
    guardedPort,
    start: (more = {}) => {
      const postern = new PosternProcess({
        PORT: String(apiPort),
        POSTERN_HOME: join(folder, 'state'),
        POSTERN_CONFIG: configurationFile,
        POSTERN_CLOCK_OFFSET_SECONDS: '0',
        ...more,
      });
      started.push(postern);
      return postern;
    },
    clear: async () => {
      for (const postern of started) await postern.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
