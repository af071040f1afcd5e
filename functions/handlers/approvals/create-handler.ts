import middy from '@middy/core';
import type * as z from 'zod';
import { GATEWAY_ROUTES } from '../../runtime/gateway-routes.ts';
import { type HttpAnswer, jsonAnswer } from '../../runtime/http/answer.ts';
import type { HttpEvent } from '../../runtime/http/event.ts';
import type { Parsed } from '../../runtime/http/parsed.ts';
import { problemOf } from '../../runtime/http/problem-of.ts';
import { readBody } from '../../runtime/http/read-body.ts';
import { readQuery } from '../../runtime/http/read-query.ts';
import type { Log } from '../../runtime/log.ts';
import { EARLY, httpBoundary } from '../../runtime/middleware/http-boundary.ts';
import type { OperationOf } from '../../runtime/routes.ts';
import { decideByLink } from '../../use-cases/decide-by-link.ts';
import type { Dependencies } from '../../use-cases/dependencies.ts';
import { previewLink } from '../../use-cases/preview-link.ts';
import { resendLink } from '../../use-cases/resend-link.ts';
import type { RevokeDependencies } from '../../use-cases/revoke-grant.ts';
import { decisionInput, previewInput } from '../schemas/approvals.ts';
import { nothing } from '../schemas/inputs.ts';
import { RESEND_ACCEPTED, resendInput } from '../schemas/resend.ts';
import { isCall, pageFiles } from './page.ts';
import { pageHeaders } from './page-headers.ts';
import { presentDecided, presentLink } from './present-link.ts';
import { isFromOwnPage } from './same-site.ts';

export type ApprovalsDependencies = Pick<
  Dependencies,
  'store' | 'clock' | 'signals' | 'workflow' | 'configuration'
> &
  RevokeDependencies & { readonly log: Log };

const ROUTES_BY_KEY = new Map(GATEWAY_ROUTES.map((route) => [route.key, route]));

const read = <Schema extends z.ZodType>(event: HttpEvent, schema: Schema): Parsed<z.output<Schema>> => {
  const query = readQuery(event, nothing);
  return query.outcome === 'INVALID' ? query : readBody(event, schema);
};

const links = (dependencies: ApprovalsDependencies) => {
  const preview = previewLink(dependencies);
  const decide = decideByLink(dependencies);
  const resend = resendLink(dependencies);

  return {
    previewLink: async (event: HttpEvent): Promise<HttpAnswer> => {
      const body = read(event, previewInput);
      if (body.outcome === 'INVALID') return problemOf(body);
      const found = await preview(body.value);
      return found.outcome === 'FOUND' ? jsonAnswer(200, presentLink(found)) : problemOf(found);
    },
    decideByLink: async (event: HttpEvent): Promise<HttpAnswer> => {
      const body = read(event, decisionInput);
      if (body.outcome === 'INVALID') return problemOf(body);
      const { comment = null, durationMinutes = null, ...decision } = body.value;
      const decided = await decide({ ...decision, comment, durationMinutes });
      return decided.outcome === 'DECIDED'
        ? jsonAnswer(200, presentDecided(decided.request))
        : problemOf(decided);
    },
    resendLink: async (event: HttpEvent): Promise<HttpAnswer> => {
      const body = read(event, resendInput);
      if (body.outcome === 'INVALID') return problemOf(body);
      await resend(body.value);
      return jsonAnswer(202, RESEND_ACCEPTED);
    },
  };
};

/** The approval page and its calls. Public: what a caller may do hangs on the token and the code alone. */
export const createApprovalsHandler = (dependencies: ApprovalsDependencies) => {
  const calls = links(dependencies);
  const headers = pageHeaders(dependencies.configuration.signIn);
  const files = pageFiles(headers);

  const answer = async (event: HttpEvent): Promise<HttpAnswer> => {
    const route = ROUTES_BY_KEY.get(event.routeKey);
    if (route?.function !== 'approvals') return problemOf({ outcome: 'NOT_FOUND' });
    const operation = route.operation as OperationOf<'approvals'>;
    if (!isCall(operation)) return files(operation);
    const answered = isFromOwnPage(event)
      ? await calls[operation](event)
      : problemOf({ outcome: 'CROSS_SITE' });
    return { ...answered, headers: { ...headers, ...answered.headers } };
  };

  return middy<HttpEvent, HttpAnswer>({ timeoutEarlyInMillis: EARLY })
    .use(httpBoundary(dependencies))
    .handler(answer);
};
