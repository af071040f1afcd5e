import type { Principal } from '../../domain/principal.ts';
import type { Pause } from '../../ports/clock.ts';
import type { HttpAnswer } from '../../runtime/http/answer.ts';
import type { HttpEvent } from '../../runtime/http/event.ts';
import type { Log } from '../../runtime/log.ts';
import type { Dependencies } from '../../use-cases/dependencies.ts';
import type { BodyOf, CallerOperation, QueryOf } from './contract.ts';

/** What the API stands on. Nothing of it touches EC2. */
export interface ApiDependencies extends Dependencies {
  readonly pause: Pause;
  readonly log: Log;
}

/** A call that is known to be somebody's and to be well-formed. */
export interface Call<Name extends CallerOperation> {
  readonly caller: Principal;
  /** Id of the request in the path; empty where the path has none. */
  readonly id: string;
  readonly query: QueryOf<Name>;
  readonly body: BodyOf<Name>;
  readonly event: HttpEvent;
  /** Before the paths that this caller uses: `/iam`, or nothing. */
  readonly prefix: string;
}

export type Operations<Name extends CallerOperation = CallerOperation> = {
  readonly [Each in Name]: (call: Call<Each>) => Promise<HttpAnswer>;
};
