import type { Context } from 'aws-lambda';

type Handler<Event, Result> = (event: Event, context: Context) => Promise<Result>;

/**
 * A Lambda handler that is put together at its first call, and then kept as long as the container. So that a module
 * can be loaded without an environment, and what is wrong with one shows as the error of a call. What could not be put
 * together is tried again by the next call.
 */
export const assembledOnce = <Event, Result>(
  assemble: () => Handler<Event, Result> | Promise<Handler<Event, Result>>,
): Handler<Event, Result> => {
  let assembled: Handler<Event, Result> | undefined;
  return async (event, context) => {
    assembled ??= await assemble();
    return await assembled(event, context);
  };
};
