/** An error output of Amazon States Language. */
export interface Failure {
  /** Error name, as `ErrorEquals` matches it. */
  readonly error: string;
  readonly cause: string;
}

/** Thrown while a state is evaluated; the machine turns it into the state's error output. */
export class StateError extends Error {
  readonly failure: Failure;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'StateError';
    this.failure = { error, cause };
  }
}

/** What Step Functions reports for data that a definition cannot be applied to. No Retry or Catch matches it. */
export const runtimeError = (cause: string): StateError => new StateError('States.Runtime', cause);
