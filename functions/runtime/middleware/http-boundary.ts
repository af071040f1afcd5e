import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Clock } from '../../ports/clock.ts';
import type { HttpAnswer } from '../http/answer.ts';
import type { HttpEvent } from '../http/event.ts';
import { problem, problemCode } from '../http/problem.ts';
import type { Log } from '../log.ts';

/** Milliseconds before its time-out at which a function still answers, and logs why. */
export const EARLY = 500;

type Started = { startedAt?: number };

/**
 * Around every HTTP call: one line in the log for each, with no word of what was sent, and an answer for what nobody
 * expected. Its incident is the gateway's request id, which stands in the gateway's log and in ours; the cause stays here.
 */
export const httpBoundary = ({
  log,
  clock,
}: {
  readonly log: Log;
  readonly clock: Clock;
}): MiddlewareObj<HttpEvent, HttpAnswer, Error, Context, Started> => {
  const about = ({ routeKey, requestContext }: HttpEvent, { startedAt = clock.now() }: Started) => ({
    route: routeKey,
    requestId: requestContext.requestId,
    milliseconds: clock.now() - startedAt,
  });
  return {
    before: ({ context, internal }) => {
      log.begin(context);
      internal.startedAt = clock.now();
    },
    after: ({ event, internal, response }) => {
      if (!response) return;
      const refused = problemCode(response);
      log.write('CALL_ANSWERED', {
        ...about(event, internal),
        status: response.statusCode,
        ...(refused === undefined ? {} : { problem: refused }),
      });
    },
    onError: (request) => {
      const { event, internal, error } = request;
      log.write('CALL_FAILED', { ...about(event, internal), error });
      request.response = problem(
        'INTERNAL_ERROR',
        'Something went wrong here; nothing is known of its outcome.',
        {
          incident: event.requestContext.requestId,
        },
      );
    },
  };
};
