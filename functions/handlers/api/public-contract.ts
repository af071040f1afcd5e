import * as z from 'zod';
import type { ProblemCode } from '../../runtime/http/problem.ts';
import type { ROUTES } from '../../runtime/routes.ts';
import { decidedView, decisionInput, linkView, previewInput } from '../schemas/approvals.ts';
import { resendInput, resendView } from '../schemas/resend.ts';
import { healthView } from '../schemas/views.ts';

type PublicOperation = Extract<(typeof ROUTES)[number], { readonly access: 'public' }>['operation'];

interface PublicContract {
  readonly status: 200 | 202;
  readonly body: z.ZodType | null;
  /** Media type of the answer. */
  readonly type: string;
  /** null where it is not JSON. */
  readonly answer: z.ZodType | null;
  readonly problems: readonly ProblemCode[];
}

const page = (type: string) =>
  ({ status: 200, body: null, type, answer: null, problems: ['INTERNAL_ERROR'] }) as const;
const json = (answer: z.ZodType) => ({ ...page('application/json'), answer }) as const;

/** What the routes answer that anybody may call. */
export const PUBLIC_CONTRACT = {
  describeApi: json(z.record(z.string(), z.unknown())),
  checkHealth: json(healthView),
  showApprovalPage: page('text/html'),
  showApprovalScript: page('text/javascript'),
  showApprovalSections: page('text/javascript'),
  showApprovalWords: page('text/javascript'),
  showApprovalEmergency: page('text/javascript'),
  showApprovalSignIn: page('text/javascript'),
  showApprovalStyle: page('text/css'),
  previewLink: {
    ...json(linkView),
    body: previewInput,
    problems: ['INVALID_REQUEST', 'CROSS_SITE', 'NOT_AN_APPROVER', 'NOT_FOUND', 'INTERNAL_ERROR'],
  },
  resendLink: {
    ...json(resendView),
    status: 202,
    body: resendInput,
    problems: ['INVALID_REQUEST', 'CROSS_SITE', 'INTERNAL_ERROR'],
  },
  decideByLink: {
    ...json(decidedView),
    body: decisionInput,
    problems: [
      'INVALID_REQUEST',
      'CROSS_SITE',
      'NOT_FOUND',
      'ALREADY_DECIDED',
      'ALREADY_REVIEWED',
      'WRONG_CODE',
      'SIGN_IN_REQUIRED',
      'INTERNAL_ERROR',
    ],
  },
} as const satisfies Record<PublicOperation, PublicContract>;
