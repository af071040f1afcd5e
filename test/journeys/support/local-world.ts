import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Instant, MINUTE, SECOND } from '../../../functions/domain/instant.ts';
import { composeLocal, type LocalPostern } from '../../../local/compose/compose-local.ts';
import { freePort } from '../../../local/demo/free-port.ts';
import { type Visit, visit } from '../../../local/demo/visit.ts';
import { newSigningKey } from '../../../local/identity/signing-key.ts';
import { loadLocalConfiguration } from '../../../local/load-local-configuration.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { HttpClient } from './http-client.ts';

const CONFIGURATION = join(import.meta.dirname, '../../../config/postern.yaml');

/** Making one takes longer than any test needs; they all sign with the same. */
const signingKey = newSigningKey();

const playedConfiguration = async (file: string) => {
  const { configuration, local } = loadLocalConfiguration(file);
  const gates = await Promise.all(
    local.gates.map(async (gate) => ({ ...gate, listenPort: await freePort() })),
  );
  return { configuration, local: { ...local, gates } };
};

/** The local Postern on a clock that moves only when told to, called over HTTP, guarding a real port. */
export class LocalWorld {
  readonly clock = new VirtualClock();
  readonly said: string[] = [];
  readonly #played: Awaited<ReturnType<typeof playedConfiguration>>;
  readonly #home: string | null;
  readonly #port: number;
  #postern: LocalPostern | undefined;
  #http: HttpClient | undefined;
  #nextMinute: Instant = 0;

  constructor(played: Awaited<ReturnType<typeof playedConfiguration>>, home: string | null, port: number) {
    this.#played = played;
    this.#port = port;
    this.#home = home;
  }

  async start(): Promise<void> {
    this.#nextMinute = this.clock.now() + MINUTE;
    this.#postern = await composeLocal({
      ...this.#played,
      home: this.#home,
      port: this.#port,
      clock: this.clock,
      signingKey: await signingKey,
      say: (line) => void this.said.push(line),
    });
  }

  async stop(): Promise<void> {
    await this.#postern?.stop();
    this.#postern = undefined;
  }

  get postern(): LocalPostern {
    if (this.#postern === undefined) throw new Error('Postern is stopped');
    return this.#postern;
  }

  /** The people of this world, and the tokens that they have. */
  get http(): HttpClient {
    if (this.#http?.origin !== this.postern.origin) this.#http = new HttpClient(this.postern.origin);
    return this.#http;
  }

  /** What a TCP client meets at the guarded port. */
  async knock(): Promise<Visit['met']> {
    const [gate] = this.#played.local.gates;
    if (gate === undefined) throw new Error('The configuration has no gate');
    return (await visit(gate.listenPort)).met;
  }

  /** Moves time on. Whatever becomes due on the way is done at its moment, as is what happens every minute. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.clock.now() + milliseconds;
    await this.postern.settle();
    for (;;) {
      const next = Math.min(this.postern.runner.nextWakeAt() ?? Infinity, this.#nextMinute);
      if (next > until) break;
      await this.clock.advanceTo(Math.max(next, this.clock.now()));
      if (this.#nextMinute <= this.clock.now()) {
        this.#nextMinute += MINUTE;
        await this.postern.minute();
      }
      await this.postern.settle();
    }
    await this.clock.advanceTo(until);
  }

  passSeconds = (seconds: number): Promise<void> => this.pass(seconds * SECOND);
  passMinutes = (minutes: number): Promise<void> => this.pass(minutes * MINUTE);
}

/** A running Postern that ends with the test. `kept`: its state is in a folder, so that it can be stopped and started. */
export const aLocalWorld = async ({
  kept = false,
  configurationFile = CONFIGURATION,
} = {}): Promise<LocalWorld> => {
  const home = kept ? mkdtempSync(join(tmpdir(), 'postern-journey-')) : null;
  const world = new LocalWorld(await playedConfiguration(configurationFile), home, await freePort());
  onTestFinished(() => world.stop());
  await world.start();
  return world;
};
