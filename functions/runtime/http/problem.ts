import { STATUS_CODES } from 'node:http';
import { type HttpAnswer, jsonAnswer } from './answer.ts';

/** Stable codes of what is refused, and the HTTP status that each comes with. */
export const PROBLEM_STATUS = {
  INVALID_REQUEST: 400,
  UNAUTHENTICATED: 401,
  CROSS_SITE: 403,
  DENIED_BY_POLICY: 403,
  NOT_ALLOWED: 403,
  NOT_AN_APPROVER: 403,
  SELF_REVIEW: 403,
  SIGN_IN_REQUIRED: 403,
  NOT_FOUND: 404,
  ALREADY_DECIDED: 409,
  ALREADY_GRANTED: 409,
  ALREADY_REVIEWED: 409,
  BREAK_GLASS_REFUSED: 409,
  NO_ELIGIBLE_APPROVER: 409,
  NOTHING_TO_REVOKE: 409,
  DURATION_TOO_LONG: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  SOURCE_NOT_ALLOWED: 422,
  WRONG_CODE: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

const HEADERS: Partial<Record<ProblemCode, Readonly<Record<string, string>>>> = {
  UNAUTHENTICATED: { 'www-authenticate': 'Bearer' },
  // Places become free when people decide: a minute is as good a guess as any.
  RATE_LIMITED: { 'retry-after': '60' },
};

/**
 * A refusal as RFC 9457 has it. `type` is `about:blank`: the code says what it is, and the title is the status's.
 *
 * @param more members beside those of every problem: `errors`, `requestStatus`, …
 */
export const problem = (
  code: ProblemCode,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): HttpAnswer => {
  const status = PROBLEM_STATUS[code];
  return jsonAnswer(
    status,
    { type: 'about:blank', title: STATUS_CODES[status], status, code, detail, ...more },
    { 'content-type': 'application/problem+json', ...HEADERS[code] },
  );
};

/** The code of an answer that is a problem; undefined for any other. */
export const problemCode = ({ headers, body }: HttpAnswer): ProblemCode | undefined =>
  headers['content-type'] === 'application/problem+json'
    ? (JSON.parse(body) as { code: ProblemCode }).code
    : undefined;
