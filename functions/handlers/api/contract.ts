import type * as z from 'zod';
import type { ProblemCode } from '../../runtime/http/problem.ts';
import type { ROUTES } from '../../runtime/routes.ts';
import {
  ask,
  asking,
  auditRange,
  grantFilter,
  nothing,
  requestFilter,
  review,
  waiting,
} from '../schemas/inputs.ts';
import {
  auditPage,
  eventList,
  foreseenView,
  grantList,
  requestPage,
  requestView,
  targetList,
} from '../schemas/views.ts';

export type CallerOperation = Extract<(typeof ROUTES)[number], { readonly access: 'caller' }>['operation'];

export interface OperationContract {
  readonly query: z.ZodType;
  /** null where no body is sent. */
  readonly body: z.ZodType | null;
  readonly status: 200 | 201 | 202;
  readonly answer: z.ZodType;
  /** What is answered, with 200, where the call is only to say what would become of it. */
  readonly foreseen?: z.ZodType;
  /** What may be refused, beside what every call may be. */
  readonly problems: readonly ProblemCode[];
}

/** What each operation takes and answers. Calls are checked against it, and the API description is made from it. */
export const CONTRACT = {
  listTargets: { query: nothing, body: null, status: 200, answer: targetList, problems: [] },
  requestAccess: {
    query: asking,
    body: ask,
    status: 201,
    answer: requestView,
    foreseen: foreseenView,
    problems: [
      'DENIED_BY_POLICY',
      'ALREADY_GRANTED',
      'NO_ELIGIBLE_APPROVER',
      'BREAK_GLASS_REFUSED',
      'SOURCE_NOT_ALLOWED',
      'DURATION_TOO_LONG',
      'IDEMPOTENCY_KEY_REUSED',
      'RATE_LIMITED',
    ],
  },
  listRequests: { query: requestFilter, body: null, status: 200, answer: requestPage, problems: [] },
  getRequest: { query: waiting, body: null, status: 200, answer: requestView, problems: ['NOT_FOUND'] },
  listEvents: { query: nothing, body: null, status: 200, answer: eventList, problems: ['NOT_FOUND'] },
  reviewRequest: {
    query: nothing,
    body: review,
    status: 200,
    answer: requestView,
    problems: ['SELF_REVIEW', 'NOT_AN_APPROVER', 'NOT_FOUND', 'ALREADY_DECIDED', 'ALREADY_REVIEWED'],
  },
  cancelRequest: {
    query: nothing,
    body: null,
    status: 200,
    answer: requestView,
    problems: ['NOT_FOUND', 'ALREADY_DECIDED'],
  },
  revokeGrant: {
    query: nothing,
    body: null,
    status: 202,
    answer: requestView,
    problems: ['NOT_FOUND', 'NOTHING_TO_REVOKE'],
  },
  listGrants: { query: grantFilter, body: null, status: 200, answer: grantList, problems: [] },
  listAudit: { query: auditRange, body: null, status: 200, answer: auditPage, problems: ['NOT_ALLOWED'] },
} as const satisfies Record<CallerOperation, OperationContract>;

type Contract = typeof CONTRACT;

/** The checked query and body of one operation. */
export type QueryOf<Name extends CallerOperation> = z.output<Contract[Name]['query']>;
export type BodyOf<Name extends CallerOperation> = Contract[Name]['body'] extends z.ZodType
  ? z.output<Contract[Name]['body']>
  : null;
