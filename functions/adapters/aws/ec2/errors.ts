import type { AuthorizeAnswer, ListAnswer, RevokeAnswerOfCall } from '../../../ports/ingress-rules.ts';

/** What an error code of EC2 says about the call. All but `UNKNOWN` say that it had no effect. */
export type Meaning =
  | 'THROTTLED'
  | 'ACCESS_DENIED'
  | 'GROUP_NOT_FOUND'
  | 'DUPLICATE'
  | 'LIMIT_EXCEEDED'
  | 'SOURCE_NOT_FOUND'
  | 'RULE_NOT_FOUND'
  | 'REFUSED'
  | 'UNKNOWN';

/**
 * The codes that are known to be answered instead of acting
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). A code that is not here proves nothing.
 */
const CODES: Readonly<Record<Exclude<Meaning, 'UNKNOWN'>, readonly string[]>> = {
  THROTTLED: ['RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'EC2ThrottledException'],
  ACCESS_DENIED: [
    'UnauthorizedOperation',
    'AccessDenied',
    'AccessDeniedException',
    'AuthFailure',
    'Blocked',
    'OptInRequired',
    'PendingVerification',
    'InvalidClientTokenId',
    'MissingAuthenticationToken',
    'IncompleteSignature',
    'SignatureDoesNotMatch',
    // Arrived too late after signing, or with credentials that have run out.
    'RequestExpired',
    'ExpiredToken',
  ],
  GROUP_NOT_FOUND: [
    'InvalidGroup.NotFound',
    'InvalidGroupId.Malformed',
    'InvalidSecurityGroupID.NotFound',
    'InvalidSecurityGroupId.Malformed',
  ],
  DUPLICATE: ['InvalidPermission.Duplicate'],
  LIMIT_EXCEEDED: ['RulesPerSecurityGroupLimitExceeded'],
  // Of prefix lists; for a group that is the source EC2 has the same codes as for the one that is opened.
  SOURCE_NOT_FOUND: [
    'InvalidPrefixListID.NotFound',
    'InvalidPrefixListId.NotFound',
    'InvalidPrefixListId.Malformed',
  ],
  RULE_NOT_FOUND: ['InvalidSecurityGroupRuleId.NotFound', 'InvalidPermission.NotFound'],
  REFUSED: [
    'InvalidPermission.Malformed',
    'InvalidSecurityGroupRuleId.Malformed',
    'InvalidParameter',
    'InvalidParameterValue',
    'InvalidParameterCombination',
    'InvalidCharacter',
    'InvalidAction',
    'InvalidQueryParameter',
    'MalformedQueryString',
    'MissingAction',
    'MissingParameter',
    'UnknownParameter',
    'UnsupportedOperation',
    'OperationNotPermitted',
    'ValidationError',
    'TagLimitExceeded',
    'TagPolicyViolation',
    'DryRunOperation',
  ],
};

const MEANINGS = new Map(
  Object.entries(CODES).flatMap(([meaning, codes]) => codes.map((code) => [code, meaning as Meaning])),
);

/** Long enough for every message of EC2 but the encoded one of an access denial. */
const MAX_DETAIL = 300;

/** What a thrown error says about the call that it came from. */
export const readError = (error: unknown): { readonly meaning: Meaning; readonly detail: string } => {
  const { name, message, status } = shapeOf(error);
  const meaning = MEANINGS.get(name) ?? 'UNKNOWN';
  // A server that failed may have acted before; only throttling is known to come with such a status.
  const certain = meaning === 'THROTTLED' || status === undefined || status < 500;
  return { meaning: certain ? meaning : 'UNKNOWN', detail: `${name}: ${message}`.slice(0, MAX_DETAIL) };
};

/** Which of two groups EC2 does not find is told by the id in its message; where it names neither, the group was found. */
export const authorizeFailure = (
  error: unknown,
  { group, source }: { readonly group: string; readonly source: string },
): AuthorizeAnswer => {
  const { meaning, detail } = readError(error);
  if (meaning === 'DUPLICATE') return { outcome: meaning };
  if (meaning === 'GROUP_NOT_FOUND' && source.startsWith('sg-') && !detail.includes(group)) {
    return { outcome: 'SOURCE_NOT_FOUND', detail };
  }
  return { outcome: meaning === 'RULE_NOT_FOUND' ? 'UNKNOWN' : meaning, detail };
};

/**
 * A code that is not known, with a status that blames what was asked, is a refusal: of several rules one may be why, and
 * whether it was removed all the same a read tells.
 */
export const revokeFailure = (error: unknown): RevokeAnswerOfCall => {
  const { meaning, detail } = readError(error);
  if (meaning === 'UNKNOWN' && blamesRequest(error)) return { outcome: 'REFUSED', detail };
  const isOfAuthorize =
    meaning === 'DUPLICATE' || meaning === 'LIMIT_EXCEEDED' || meaning === 'SOURCE_NOT_FOUND';
  return { outcome: isOfAuthorize ? 'UNKNOWN' : meaning, detail };
};

/** A list that failed says nothing of the rules, whatever it had read of them. */
export const listFailure = (error: unknown): ListAnswer => {
  const { meaning, detail } = readError(error);
  const isRefusal = meaning === 'THROTTLED' || meaning === 'ACCESS_DENIED' || meaning === 'GROUP_NOT_FOUND';
  return { outcome: isRefusal ? meaning : 'UNKNOWN', detail };
};

const blamesRequest = (error: unknown): boolean => {
  const { status = 0 } = shapeOf(error);
  return status >= 400 && status < 500;
};

const shapeOf = (error: unknown): { name: string; message: string; status: number | undefined } => {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), status: undefined };
  const { httpStatusCode } = ('$metadata' in error ? error.$metadata : {}) as { httpStatusCode?: number };
  return { name: error.name, message: error.message, status: httpStatusCode };
};
