import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { SECOND } from '../../functions/domain/instant.ts';
import { DemoFailed } from './transcript.ts';

const MAIN = join(import.meta.dirname, '..', 'main.ts');
const LONGEST_START = 20 * SECOND;
const LONGEST_STOP = 5 * SECOND;

/** The local Postern as a process of its own, just as `npm start` runs it. */
export class PosternProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #output = '';

  constructor(environment: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#closed = once(this.#child, 'close');
    this.#child.stdout?.on('data', (chunk) => this.#keep(chunk));
    this.#child.stderr?.on('data', (chunk) => this.#keep(chunk));
  }

  /** All that it has said. */
  get output(): string {
    return this.#output;
  }

  /** Resolves with its exit code once it has ended and all that it said is read; null where a signal ended it. */
  async exited(): Promise<number | null> {
    await this.#closed;
    return this.#child.exitCode;
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves once it answers calls. */
  async answers(origin: string): Promise<void> {
    for (const giveUpAt = performance.now() + LONGEST_START; performance.now() < giveUpAt; await after(50)) {
      if (this.hasExited) break;
      if ((await fetch(new URL('/healthz', origin)).catch(() => null))?.ok) return;
    }
    throw new DemoFailed(`Postern did not start. It said:\n${this.#output}`);
  }

  /** Ends it in good order, or by force where it does not end. */
  async stop(): Promise<void> {
    if (this.hasExited) return;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), LONGEST_STOP);
    await this.exited();
    clearTimeout(timer);
  }

  /** As the machine's out-of-memory killer would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited();
  }

  #keep(chunk: unknown): void {
    this.#output += String(chunk);
  }
}
