import * as z from 'zod';
import type { Configuration } from '../../domain/configuration.ts';
import type { Authorization } from '../../runtime/gateway-routes.ts';
import type { HttpEvent } from '../../runtime/http/event.ts';
import { type Caller, unauthenticated } from './caller.ts';
import { machineOfArn } from './machine-of-arn.ts';
import { personOfClaims } from './person-of-claims.ts';

/** What API Gateway adds; all else of it is nothing to us. */
const authorizer = z.object({
  jwt: z.object({ claims: z.unknown() }).optional(),
  iam: z.object({ userArn: z.unknown() }).optional(),
});

/**
 * Who calls: only what the authorizer of this very route has verified counts. A call that no authorizer has seen is
 * nobody's, whatever it carries; of the headers only the verified token itself is read, for its groups.
 */
export const identifyCaller = (
  { requestContext, headers }: HttpEvent,
  authorization: Exclude<Authorization, 'none'>,
  configuration: Configuration,
): Caller => {
  const verified = authorizer.safeParse(requestContext.authorizer);
  if (!verified.success) return unauthenticated('No authorizer has said who calls.');
  const { jwt, iam } = verified.data;
  return authorization === 'jwt'
    ? personOfClaims(jwt?.claims, headers.authorization, configuration.identity)
    : machineOfArn(iam?.userArn, configuration);
};
