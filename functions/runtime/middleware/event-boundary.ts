import type { MiddlewareObj } from '@middy/core';
import type { Log } from '../log.ts';

/** Not done yet, and no failure: the workflow retries by the name, and comes again. */
export class ComeAgain extends Error {
  override readonly name: 'StillDecidable' | 'StillOpening' | 'NotYetDue' | 'StillClosing';

  constructor(name: ComeAgain['name'], requestId: string) {
    super(`${requestId}: ${name}`);
    this.name = name;
  }
}

/** Around every function that no person calls: one line in the log for each event, and errors handed on as they are. */
export const eventBoundary = (log: Log): MiddlewareObj => ({
  before: ({ context }) => log.begin(context),
  after: ({ response }) => log.write('EVENT_HANDLED', { result: response ?? null }),
  onError: ({ error }) => {
    if (error instanceof ComeAgain) log.write('EVENT_COMES_AGAIN', { reason: error.message });
    else log.write('EVENT_FAILED', { error });
  },
});
