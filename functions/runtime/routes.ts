/**
 * Every route of Postern, as data: what the gateways (deployed and local) are built from, what the handlers are bound
 * to and what the API description lists. It imports nothing, so that infra reads it without loading any of the code.
 */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** In API Gateway's syntax: `/v1/requests/{id}`. */
  readonly path: `/${string}`;
  /** `caller`: an authorizer must have said who calls. `public`: anybody. */
  readonly access: 'caller' | 'public';
  /** The function that answers. */
  readonly function: 'api' | 'approvals';
  /** Name of the operation, unique. */
  readonly operation: string;
  readonly summary: string;
}

const API = { access: 'caller', function: 'api' } as const;
const API_PUBLIC = { access: 'public', function: 'api' } as const;
const APPROVALS = { access: 'public', function: 'approvals' } as const;

export const ROUTES = [
  {
    ...API,
    method: 'GET',
    path: '/v1/targets',
    operation: 'listTargets',
    summary: 'Targets that the caller may ask for, with their bounds',
  },
  {
    ...API,
    method: 'POST',
    path: '/v1/requests',
    operation: 'requestAccess',
    summary: 'Ask for access to a target',
  },
  {
    ...API,
    method: 'GET',
    path: '/v1/requests',
    operation: 'listRequests',
    summary: 'Requests that the caller may see, newest first',
  },
  {
    ...API,
    method: 'GET',
    path: '/v1/requests/{id}',
    operation: 'getRequest',
    summary: 'One request, its reviews and its grant; with `wait`, as soon as its state changes',
  },
  {
    ...API,
    method: 'GET',
    path: '/v1/requests/{id}/events',
    operation: 'listEvents',
    summary: 'The trail of one request, first event first',
  },
  {
    ...API,
    method: 'POST',
    path: '/v1/requests/{id}/reviews',
    operation: 'reviewRequest',
    summary: 'Approve or reject as an approver; an approval may only narrow',
  },
  {
    ...API,
    method: 'POST',
    path: '/v1/requests/{id}/cancel',
    operation: 'cancelRequest',
    summary: 'Take back a pending request, as the one who asked',
  },
  {
    ...API,
    method: 'POST',
    path: '/v1/requests/{id}/revoke',
    operation: 'revokeGrant',
    summary: 'End the grant now; the port closes within moments',
  },
  {
    ...API,
    method: 'GET',
    path: '/v1/grants',
    operation: 'listGrants',
    summary: 'Who has access right now: every grant of which a rule may stand',
  },
  {
    ...API,
    method: 'GET',
    path: '/v1/audit',
    operation: 'listAudit',
    summary: 'The trail of all requests, oldest event first; for auditors and admins',
  },
  {
    ...API_PUBLIC,
    method: 'GET',
    path: '/openapi.json',
    operation: 'describeApi',
    summary: 'This description',
  },
  {
    ...API_PUBLIC,
    method: 'GET',
    path: '/healthz',
    operation: 'checkHealth',
    summary: 'Whether the API answers at all',
  },
  {
    ...APPROVALS,
    method: 'GET',
    path: '/approve',
    operation: 'showApprovalPage',
    summary: 'The page behind the mailed link',
  },
  {
    ...APPROVALS,
    method: 'GET',
    path: '/approve/page.js',
    operation: 'showApprovalScript',
    summary: 'Script of the approval page',
  },
  {
    ...APPROVALS,
    method: 'GET',
    path: '/approve/show.js',
    operation: 'showApprovalSections',
    summary: 'How the approval page shows what it says',
  },
  {
    ...APPROVALS,
    method: 'GET',
    path: '/approve/words.js',
    operation: 'showApprovalWords',
    summary: 'What the approval page says',
  },
  {
    ...APPROVALS,
    method: 'GET',
    path: '/approve/emergency.js',
    operation: 'showApprovalEmergency',
    summary: 'What the approval page says of an emergency',
  },
  {
    ...APPROVALS,
    method: 'GET',
    path: '/approve/sign-in.js',
    operation: 'showApprovalSignIn',
    summary: 'How the approval page signs an approver in',
  },
  {
    ...APPROVALS,
    method: 'GET',
    path: '/approve/page.css',
    operation: 'showApprovalStyle',
    summary: 'Style of the approval page',
  },
  {
    ...APPROVALS,
    method: 'POST',
    path: '/approve/preview',
    operation: 'previewLink',
    summary: 'What a mailed link is about; decides nothing',
  },
  {
    ...APPROVALS,
    method: 'POST',
    path: '/approve',
    operation: 'decideByLink',
    summary: 'Decide by mailed link and the code that stands in the mail',
  },
  {
    ...APPROVALS,
    method: 'POST',
    path: '/approve/resend',
    operation: 'resendLink',
    summary: 'Have a fresh link mailed; answered alike whether the token leads anywhere or not',
  },
] as const satisfies readonly Route[];

export type OperationOf<Name extends Route['function']> = Extract<
  (typeof ROUTES)[number],
  { readonly function: Name }
>['operation'];
