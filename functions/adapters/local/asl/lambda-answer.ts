import { type Json, toJson } from './json.ts';
import type { Failure } from './state-error.ts';

/** Result of `lambda:invoke`. https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export const invokeResult = (payload: unknown): Json => ({
  ExecutedVersion: '$LATEST',
  Payload: toJson(payload),
  StatusCode: 200,
});

/** What a function threw, as Lambda reports it: the error's name, and a cause that is JSON in a text. */
export function invokeFailure(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    error: error.name,
    cause: JSON.stringify({ errorType: error.name, errorMessage: error.message }),
  };
}
