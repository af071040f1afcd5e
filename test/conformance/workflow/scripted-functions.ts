import type { Instant } from '../../../functions/domain/instant.ts';
import type { Action, Answer, Journey } from './journey.ts';

interface Call {
  readonly action: Action;
  readonly at: Instant;
}

/** The functions of one journey: they answer what is written there, and remember that they were asked. */
export class ScriptedFunctions {
  readonly calls: Call[] = [];
  readonly #journey: Journey;
  readonly #now: () => Instant;
  readonly #asked = Promise.withResolvers<string>();

  constructor(journey: Journey, now: () => Instant) {
    this.#journey = journey;
    this.#now = now;
  }

  /** The token that was given with the first question that did not fail. */
  get asked(): Promise<string> {
    return this.#asked.promise;
  }

  /** @throws an error of the name that the journey says */
  answer(payload: unknown): unknown {
    const { action, taskToken } = payload as { action: Action; taskToken?: string };
    const scripted = this.#journey.answers[action] ?? [];
    const before = this.calls.filter((call) => call.action === action).length;
    const now = this.#now();
    this.calls.push({ action, at: now });
    const answer: Answer | undefined = scripted[Math.min(before, scripted.length - 1)];
    if (answer === undefined) throw new Error(`Nobody expected to be asked to ${action}`);
    if ('throws' in answer) throw Object.assign(new Error('As scripted'), { name: answer.throws });
    if (taskToken !== undefined) this.#asked.resolve(taskToken);
    return 'returnsAt' in answer ? answer.returnsAt(now) : answer.returns;
  }
}
